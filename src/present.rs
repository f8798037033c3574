//! View models without a browser.
