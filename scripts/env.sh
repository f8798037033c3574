# Where the tools are; sourced by the other scripts.
export RECONLENS_CACHE="${RECONLENS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/reconlens}"
export PATH="$RECONLENS_CACHE/tools/bin:$PWD/node_modules/.bin:$PATH"
export RECONLENS_PYTHON="$RECONLENS_CACHE/python/bin/python"
