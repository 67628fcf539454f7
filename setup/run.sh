#!/bin/sh
# Makes a bare Debian machine ready and then runs what was asked for: demo, test or bench. Says what it installs before it
# does; installs nothing that is there. Needs root only when something is missing. An engine that it had to start is
# stopped again at the end.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

what=${1:?usage: run.sh demo|test|bench ...}
shift

# --- packages of the operating system -------------------------------------------------------------------------------
missing=
want() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
want redis-server redis-server
want mmdebstrap mmdebstrap
engine_answers() { node -e '
  const host = new URL(process.env.DOCKER_HOST || "unix:///var/run/docker.sock");
  const where = host.protocol === "unix:" ? { socketPath: host.pathname } : { host: host.hostname, port: host.port || 2375 };
  const request = require("http").get({ ...where, path: "/_ping", timeout: 3000 }, (reply) => process.exit(reply.statusCode === 200 ? 0 : 1));
  request.on("error", () => process.exit(1)); request.on("timeout", () => process.exit(1));'; }
engine_answers || want dockerd docker.io
want docker docker.io
if [ "$what" = test ]; then
  want twine twine
  want gcc gcc
  want xz xz-utils
  want bzip2 bzip2
  want chromium chromium
  # The driver's tests run under the system's own Python, which must have it.
  /usr/bin/python3 -c 'import packaging' >/dev/null 2>&1 || missing="$missing python3-packaging"
  # Asked to install from the served index.
  /usr/bin/python3 -m pip --version >/dev/null 2>&1 || missing="$missing python3-pip"
fi
if [ -n "$missing" ]; then
  command -v apt-get >/dev/null 2>&1 || fail "missing:$missing. There is no apt-get here: install them with your system's package manager, then run this again."
  [ "$(id -u)" = 0 ] || fail "missing:$missing. Run as root once, or: sudo apt-get install$missing"
  say "installing with apt-get:$missing"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { apt-get update -q && apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install$missing (its last words are above)"; }
  rm -f "$log"
fi

# --- Node packages, among them Node 24 itself -----------------------------------------------------------------------
if ! cmp -s package-lock.json node_modules/.wheelyard-lock 2>/dev/null; then
  # Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms, which not every registry has.
  say 'installing Node packages as locked, among them Node 24'
  npm install --no-save --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.wheelyard-lock
fi
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)' ||
  fail "Node 24 is needed, and the npm package that brings it did not install its binary; found $(node --version)"

# --- the dashboard --------------------------------------------------------------------------------------------------
sources=$(find src/dashboard src/domain src/http/contract vite.config.ts package-lock.json -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
# The note lies in what vite empties first, so that it never speaks of another build.
if [ "$sources" != "$(cat dist/dashboard/.sources 2>/dev/null)" ]; then
  say 'building the dashboard'
  npm run --silent build:dashboard -- --logLevel warn
  printf '%s\n' "$sources" >dist/dashboard/.sources
fi

# --- container engine -----------------------------------------------------------------------------------------------
engine=
stop_engine() {
  [ -z "$engine" ] || { say 'stopping the container engine that was started here'; kill "$engine" 2>/dev/null || true; wait "$engine" 2>/dev/null || true; }
}
if ! engine_answers; then
  [ "$(id -u)" = 0 ] || fail 'no container engine answers. Start one (as root: dockerd), or set DOCKER_HOST.'
  say 'starting a container engine (dockerd)'
  mkdir -p .wheelyard
  dockerd >.wheelyard/dockerd.log 2>&1 &
  engine=$!
  trap stop_engine EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  tries=0
  until engine_answers; do
    tries=$((tries + 1))
    kill -0 "$engine" 2>/dev/null || { tail -n 5 .wheelyard/dockerd.log >&2; fail 'dockerd ended at once; its last words are above'; }
    [ "$tries" -lt 120 ] || fail 'dockerd does not answer; see .wheelyard/dockerd.log'
    sleep 0.5
  done
fi

# --- what was asked for ---------------------------------------------------------------------------------------------
status=0
case "$what" in
  demo) node setup/demo.ts "$@" || status=$? ;;
  bench)
    name=${1:?usage: npm run bench -- overhead|drain|index}
    shift
    [ -f "bench/$name.ts" ] || fail "no benchmark $name; there are: $(ls bench/*.ts | xargs -n1 basename | sed 's/\.ts$//' | tr '\n' ' ')"
    node "bench/$name.ts" "$@" || status=$?
    ;;
  test) npm run check && node setup/make-images.ts && vitest run "$@" || status=$? ;;
  *) fail "no such task: $what" ;;
esac
exit "$status"
