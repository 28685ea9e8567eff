#!/usr/bin/env bash
# Makes an environment of its own in .venv and runs Grace Period in it. Needs nothing but Python 3.11 or newer.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# With a Python of one's choice the environment is another one, so that .venv stays as it is.
venv=$here/.venv${PYTHON:+-${PYTHON##*/}}

usage() {
  cat <<'TEXT'
./run.sh demo           the whole loop on a sample mailbox; needs no account
./run.sh grace ARGS...  the command itself, such as: ./run.sh grace --help
./run.sh test           everything that is checked before a change goes in
./run.sh ordeal         the promises on a bad day, the long way: about an hour; then docs/reliability.md is written anew
                        ./run.sh ordeal tests/ordeal/test_X.py    one part of it
./run.sh train          the shipped model anew, from models/corpus
./run.sh evaluate FILE  train, and measure on labelled mail
./run.sh release        wheel, sdist, checksums and notes in dist/; publishes nothing

PYTHON=python3.13 ./run.sh ...    with that Python; each has an environment of its own
TEXT
}

fail() {
  echo "run.sh: $*" >&2
  exit 1
}

find_python() {
  local name
  if [[ -n ${PYTHON:-} ]]; then
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
      fail "PYTHON=$PYTHON is not there, or is older than Python 3.11"
    command -v "$PYTHON"
    return
  fi
  for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  fail "needs Python 3.11 or newer; none is installed as python3.13, python3.12, python3.11 or python3"
}

version_of() { "$1" -c 'import sys, ensurepip; print(sys.version)' 2>/dev/null; }

# stamp_of run|test: what that environment is made from. Where any of it has changed, it is brought up to date.
stamp_of() {
  "$python" - "$1" "$here" "$here/pyproject.toml" "$here/constraints.txt" <<'PYTHON'
import hashlib
import sys

seen = hashlib.sha256(repr((sys.version, sys.argv[1:])).encode())
for name in sys.argv[3:]:
    with open(name, "rb") as file:
        seen.update(file.read())
print(sys.argv[1], seen.hexdigest())
PYTHON
}

# prepare run|test: an environment that has `grace`, or also what the tests need.
prepare() {
  local what=$1 stamp package=.
  python=$(find_python)
  stamp=$(cat "$venv/stamp" 2>/dev/null || true)
  # An environment for the tests serves for everything.
  if [[ $stamp == test* ]]; then what=test; fi
  if [[ $stamp == "$(stamp_of "$what")" ]]; then return; fi

  echo "Installing Python packages into ${venv##*/}; the first time takes a minute or two ..." >&2
  if [[ "$(version_of "$venv/bin/python")" != "$(version_of "$python")" ]]; then
    rm -rf "$venv"
    "$python" -m venv "$venv" || fail "$python has no venv; on Debian and Ubuntu, install python3-venv"
  fi
  if [[ $what == test ]]; then package='.[test]'; fi
  rm -f "$venv/stamp"
  if ! install_package "$package" >"$venv/install.log" 2>&1; then
    tail -n 15 "$venv/install.log" >&2
    fail "the packages could not be installed; all of what pip said is in $venv/install.log"
  fi
  stamp_of "$what" >"$venv/stamp"
}

# The variables pin what builds the package, too, for older and newer versions of pip. What is never imported need not be
# compiled, which takes half of the time.
install_package() (
  cd "$here"
  PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-compile -c constraints.txt -e "$1"
)

# The mail servers that some tests talk to, from the system's packages.
install_servers() {
  if [[ ! -f tests/servers/install.sh ]] || bash tests/servers/install.sh "$here/.venv/servers"; then return; fi
  if [[ -n ${GRACE_REQUIRE_SERVERS:-} ]]; then fail "the mail servers could not be installed"; fi
  echo "Not every mail server could be installed: the tests that need them are left out, and listed at the end."
}

run_tests() {
  local wrong=""
  cd "$here"
  # Hundreds of processes are started, and each would compile anew all that it imports.
  unset PYTHONDONTWRITEBYTECODE
  install_servers
  echo "== ruff"
  "$venv/bin/python" -m ruff check . || wrong+=" ruff-check"
  "$venv/bin/python" -m ruff format --check . || wrong+=" ruff-format"
  echo "== mypy"
  # Meanwhile the assertions of all tests are rewritten, once instead of by each of the four below.
  "$venv/bin/python" -m pytest --collect-only -qq "$@" >/dev/null 2>&1 &
  "$venv/bin/python" -m mypy || wrong+=" mypy"
  wait || true
  echo "== pytest"
  # Four at a time, also on two cores, a file never on two sides: many of them wait for servers and clocks.
  "$venv/bin/python" -m pytest -rs -n 4 --dist loadfile --no-loadscope-reorder "$@" || wrong+=" pytest"
  if [[ -n $wrong ]]; then fail "not in order:$wrong"; fi
}

# Every part, or those named; and then the table of what was tried. The page in docs/ is written when all parts have run.
run_ordeal() {
  local rows wrong=0 write=()
  cd "$here"
  install_servers
  if [[ $# == 0 ]]; then
    set -- tests/ordeal tests/end_to_end/test_kill.py
    write=(--write)
  fi
  rows=$(mktemp)
  GRACE_ORDEAL=long GRACE_TALLY=$rows GRACE_KILLS=${GRACE_KILLS:-2000} \
    "$venv/bin/python" -m pytest -rs -s --long --timeout 7200 "$@" || wrong=1
  if [[ $wrong == 1 ]]; then write=(); fi
  "$venv/bin/python" -m tests.ordeal.reliability "$rows" ${write[@]+"${write[@]}"}
  rm -f "$rows"
  if [[ $wrong == 1 ]]; then fail "not all of it survived"; fi
}

command=${1:-help}
shift || true
case $command in
  demo | grace)
    prepare run
    if [[ $command == demo ]]; then set -- demo "$@"; fi
    exec "$venv/bin/grace" "$@"
    ;;
  test)
    prepare test
    run_tests "$@"
    ;;
  ordeal)
    prepare test
    run_ordeal "$@"
    ;;
  train)
    prepare run
    # Newer processors add up in another order, and the model would have other bytes: all do as those with AVX2 do.
    OPENBLAS_CORETYPE=Haswell NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR" \
      exec "$venv/bin/python" -m watcher.learning.training
    ;;
  evaluate)
    prepare run
    exec "$venv/bin/grace" evaluate "$@"
    ;;
  release)
    prepare test
    cd "$here"
    exec "$venv/bin/python" -m tools.release "$@"
    ;;
  help | -h | --help)
    usage
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
