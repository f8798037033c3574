#!/usr/bin/env bash
# Installs what is missing to build (`setup.sh build`) or also to test (`setup.sh test`) ReconLens; what is there in the
# right version is skipped. Tools go to a cache folder of the user, so that another checkout finds them.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/env.sh

WASM_TARGET=wasm32-unknown-unknown
TRUNK_VERSION=0.21.14
# wasm-bindgen's command must be of the very version of the library.
BINDGEN_VERSION=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
# The Debian package of the standard library's source, for machines that reach no rustup server.
RUST_SRC_SUITE=trixie-backports
NODE_MAJOR=20
OPENPYXL_VERSION=3.1.5

say() { printf '\033[1msetup:\033[0m %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_install() {
  command -v apt-get >/dev/null || die "$* missing, and this machine has no apt-get: install it and run again"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    say "Node.js and npm, from the system's packages (1 min)"
    apt_install nodejs npm
  fi
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$NODE_MAJOR" ] || die "Node.js $NODE_MAJOR or newer is needed, this is $(node --version)"
}

need_rust() {
  command -v cargo >/dev/null || die "Rust is missing: install it from https://rustup.rs and run again"
}

wasm_lib() { echo "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib"; }

# One that this script built serves only the compiler it was built by; rustup would update the compiler beside it.
has_wasm_std() {
  local built_by
  ls "$(wasm_lib)"/libstd-*.rlib >/dev/null 2>&1 || return 1
  built_by=$(wasm_lib)/built-by
  [ ! -f "$built_by" ] || [ "$(cat "$built_by")" = "$(rustc --version)" ]
}

need_wasm_std() {
  has_wasm_std && return
  if [ -f "$(wasm_lib)/built-by" ]; then rm -rf "$(wasm_lib)"; fi
  if command -v rustup >/dev/null; then
    say "standard library for $WASM_TARGET, from rustup (10 s)"
    if timeout 60 rustup target add "$WASM_TARGET" >/dev/null 2>&1 && has_wasm_std; then return; fi
  fi
  say "standard library for $WASM_TARGET, built from Debian's rust-src, as no rustup server answers (1 min)"
  build_wasm_std
  has_wasm_std || die "the standard library for $WASM_TARGET could not be built"
}

build_wasm_std() {
  local version work source
  version=$(rustc --version | cut -d' ' -f2)
  work=$RECONLENS_CACHE/rust-src-$version
  mkdir -p "$work/lists/partial" "$work/std/src"
  source=$work/unpacked/usr/src/rustc-$version
  if [ ! -d "$source/library" ]; then
    # A list of its own: the machine's package sources stay as they are.
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $RUST_SRC_SUITE main" \
      > "$work/sources.list"
    local apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
      -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root)
    "${apt[@]}" update
    local package
    package=$(apt-cache "${apt[@]:2}" madison rust-src | awk -v v="$version" '$3 ~ "^"v"[+]" { print $3; exit }')
    [ -n "$package" ] || die "Debian has no rust-src of rustc's version $version"
    (cd "$work" && "${apt[@]}" download "rust-src=$package" && dpkg -x rust-src_*.deb unpacked && rm rust-src_*.deb)
  fi
  local sysroot
  sysroot=$(rustc --print sysroot)
  mkdir -p "$sysroot/lib/rustlib/src"
  ln -sfn "$source" "$sysroot/lib/rustlib/src/rust"
  : > "$work/std/src/lib.rs"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' > "$work/std/Cargo.toml"
  # Bitcode is embedded, or link-time optimisation of the app would fail.
  (cd "$work/std" && env -u CARGO_TARGET_DIR RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes cargo build --quiet --release \
    --target "$WASM_TARGET" -Zbuild-std=std,panic_abort,test)
  # Copied beside and then renamed: an interrupted run must not leave half a library that looks whole.
  local new
  new=$(wasm_lib).new
  rm -rf "$new"
  mkdir -p "$new"
  find "$work/std/target/$WASM_TARGET/release/deps" -name '*.rlib' ! -name 'libempty-*' -exec cp {} "$new/" \;
  rustc --version > "$new/built-by"
  rm -rf "$(wasm_lib)"
  mv "$new" "$(wasm_lib)"
  rm -rf "$work/std/target"
}

# cargo_tool COMMAND CRATE VERSION TIME [ARGUMENT…]
cargo_tool() {
  local command=$1 crate=$2 version=$3 time=$4
  shift 4
  if [ "$("$command" --version 2>/dev/null | cut -d' ' -f2)" = "$version" ]; then return; fi
  say "$crate $version, compiled ($time)"
  CARGO_TARGET_DIR="$RECONLENS_CACHE/build" CARGO_PROFILE_DEV_DEBUG=0 \
    cargo install --quiet --root "$RECONLENS_CACHE/tools" --force --no-default-features "$crate" --version "$version" "$@"
}

need_npm_packages() {
  if ! cmp -s package-lock.json node_modules/.installed-lock; then
    say "packages from npm (1 min)"
    npm ci --silent --no-audit --no-fund
    cp package-lock.json node_modules/.installed-lock
  fi
}

need_crates() {
  # Trunk builds offline.
  cargo fetch --quiet --locked
}

# The differential test has its files written by Python.
need_python() {
  "$RECONLENS_PYTHON" -c "import openpyxl; assert openpyxl.__version__ == '$OPENPYXL_VERSION'" 2>/dev/null && return
  say "Python with openpyxl $OPENPYXL_VERSION (20 s)"
  if ! python3 -m venv "$RECONLENS_CACHE/python" 2>/dev/null; then
    apt_install python3-venv
    rm -rf "$RECONLENS_CACHE/python"
    python3 -m venv "$RECONLENS_CACHE/python"
  fi
  "$RECONLENS_CACHE/python/bin/pip" install --quiet --disable-pip-version-check "openpyxl==$OPENPYXL_VERSION"
}

need_browser() {
  command -v chromium >/dev/null && command -v chromedriver >/dev/null && return
  say "Chromium, its driver and a font, from the system's packages (1 min)"
  apt_install chromium chromium-driver fonts-liberation
}

# Debian's stable has the ESR; other systems have Firefox itself. A snap's stub cannot be driven, so only a package counts.
need_firefox() {
  [ -x /usr/bin/firefox-esr ] || [ -x "${FIREFOX:-}" ] && return
  if apt-cache show firefox-esr >/dev/null 2>&1 || ! [ -x /usr/bin/firefox ]; then
    say "Firefox, from the system's packages (1 min)"
    apt_install firefox-esr
  fi
}

main() {
  mkdir -p "$RECONLENS_CACHE"
  exec 9> "$RECONLENS_CACHE/setup.lock"
  flock 9
  need_rust
  need_node
  need_wasm_std
  cargo_tool wasm-bindgen wasm-bindgen-cli "$BINDGEN_VERSION" "2 min"
  # Without optimisation: it compiles in a third of the time, and runs for seconds.
  cargo_tool trunk trunk "$TRUNK_VERSION" "4 min" --locked --debug
  need_npm_packages
  need_crates
  if [ "${1:-build}" = test ]; then
    need_browser
    need_firefox
    need_python
  fi
}

main "$@"
