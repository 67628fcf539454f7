"""Repeats an attempt by hand: runs the driver of a build on the same input, and prints what it says as people read it.

Runs with `python3 -I` in a container with a sandbox's bounds, from the folder that `wheelyard reproduce` filled: `driver.py`,
`job.json`, `sdist/`, `wheels/`, `patches/`. With `--shell`, a shell with the build's own environment follows. May be run again.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading

FOLDER = os.path.dirname(os.path.abspath(__file__))
DRIVER = FOLDER + "/driver.py"
WORK = "/work"
SHELL = "/bin/bash" if os.path.exists("/bin/bash") else "/bin/sh"


def main():
    with open(FOLDER + "/job.json") as file:
        job = json.load(file)
    for name in os.listdir(WORK):
        shutil.rmtree(os.path.join(WORK, name))
    code, again = run_driver()
    if "--shell" not in sys.argv[1:]:
        sys.exit(code)
    # What the build needs to know of its environment, the driver knows.
    driver = {"__name__": "driver"}
    with open(DRIVER) as file:
        exec(compile(file.read(), DRIVER, "exec"), driver)
    source = os.path.join(WORK, "src", job["topFolder"])
    say("a shell in the build's environment; source in %s, input in %s" % (source, FOLDER))
    if again:
        say("once more, after a change: %s" % again)
    say("all of it anew: python3 -I %s/reproduce.py" % FOLDER)
    os.chdir(source if os.path.isdir(source) else WORK)
    os.execve(SHELL, [SHELL], {**driver["build_environment"](job), "TERM": os.environ.get("TERM", "dumb")})


def run_driver():
    """Gives its exit status, or 1 when the driver did its part and the build did not, and the command that made the wheel."""
    process = subprocess.Popen([sys.executable, "-I", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=feed, args=(process.stdin,))
    feeder.start()
    result, again = None, None
    for kind, payload in read_frames(process.stdout):
        if kind == b"L":
            sys.stdout.buffer.write(payload)
            sys.stdout.buffer.flush()
        if kind != b"E":
            continue
        event = json.loads(payload)
        if event["event"] == "phase":
            say(event["phase"])
        elif event["event"] == "note":
            say(event["text"])
            again = event["text"] if event["text"].startswith("python3 -m pip wheel ") else again
        elif event["event"] == "requirement":
            say("%(requirement)s met by %(version)s (%(source)s)" % event)
        elif event["event"] == "end":
            result = event["result"]
    feeder.join()
    status = process.wait()
    kill_the_rest()
    if result is None:
        say("the driver ended with %d and without a result" % status)
        return (status if status > 0 else 1), again
    say("result: %s" % json.dumps(result))
    if result["kind"] == "wheel":
        return 0, again
    return result.get("exitCode") or 1, again


def feed(stream):
    """The tar stream that a worker sends, the job first."""
    try:
        with stream, tarfile.open(fileobj=stream, mode="w|") as archive:
            archive.add(FOLDER + "/job.json", "job.json")
            for folder in ("sdist", "wheels", "patches"):
                for name in sorted(os.listdir(FOLDER + "/" + folder)) if os.path.isdir(FOLDER + "/" + folder) else []:
                    archive.add("%s/%s/%s" % (FOLDER, folder, name), "%s/%s" % (folder, name))
    except BrokenPipeError:
        pass  # A driver that ended early does not want the rest.


def read_frames(stream):
    while True:
        head = stream.read(5)
        if len(head) < 5:
            return
        yield head[:1], stream.read(int.from_bytes(head[1:], "big"))


def kill_the_rest():
    """A worker's driver is pid 1 and does it itself; here we are."""
    if os.getpid() != 1:
        return
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            os.wait()
    except (ProcessLookupError, ChildProcessError):
        pass


def say(text):
    print("== " + text, flush=True)


if __name__ == "__main__":
    main()
