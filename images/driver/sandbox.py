"""What the drivers share: how to speak to the worker, and how to hold a stranger's process.

The worker runs `sandbox.py`, `trace.py` and `build.py` (or `sandbox.py` and `verify.py`), joined by newlines, with `python3 -I -c`, as pid 1 of a container
without network and root. Plain Python 3.9 to 3.13; nothing but the standard library in this file.

Standard input: a tar stream, `job.json` first. Standard output: frames of one byte type, four bytes length
(big-endian), payload. `L`: log bytes as they came. `E`: one JSON event. `W`: a piece of the wheel.
The last frame is the event `end`. A traceback on standard error instead means that the driver itself is broken.
"""

import ctypes
import errno
import fcntl
import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import tarfile
import time

WORK = "/work"
INPUT = WORK + "/in"
JOB_BYTES = 4 * 1024**2
LOG_FRAME_BYTES = 64 * 1024
WHEEL_FRAME_BYTES = 256 * 1024
EVENT_BYTES = 1024**2
ANSWER_BYTES = 1024**2
PIPE_BYTES = 1024**2
FULL_DISK_BYTES = 1024**2
LOOK_SECONDS = 0.2
REAP_SECONDS = 10

PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None)


class Stop(Exception):
    """Ends the run with a result."""

    def __init__(self, result):
        super().__init__(result["kind"])
        self.result = result


def bad_input(problem):
    return Stop({"kind": "bad-input", "problem": problem[:2000]})


def phase_failed(phase, ended=None):
    exit_code = ended.code if ended and ended.code is not None and ended.code >= 0 else None
    signal_number = -ended.code if ended and ended.code is not None and ended.code < 0 else None
    return Stop({"kind": "phase-failed", "phase": phase, "exitCode": exit_code, "signal": signal_number})


class Output:
    """The frames. Blocks while the worker does not read, which holds the build too."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def log(self, data):
        self.frame(b"L", data)

    def wheel(self, data):
        self.frame(b"W", data)

    def event(self, name, **facts):
        data = json.dumps({"event": name, **facts}).encode("ascii")
        if len(data) > EVENT_BYTES:
            raise ValueError("event %s is too large" % name)
        self.frame(b"E", data)

    def frame(self, kind, data):
        parts = [kind + len(data).to_bytes(4, "big"), data]
        written = os.writev(self.descriptor, parts)
        rest = memoryview(b"".join(parts))[written:] if written < len(data) + 5 else b""
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]


def claim_standard_output():
    """Moves standard output out of everybody's way, so that a stray print cannot forge a frame."""
    descriptor = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 100)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.close(nothing)
    return descriptor


def harden():
    # Not dumpable: /proc/1/fd and /proc/1/mem belong to root then, and the build, of the same user id, cannot open them.
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Python's own SIGINT handler would let the build end pid 1; a default action is ignored there.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.umask(0o022)


def become_prey():
    """In the child: the kernel's out-of-memory choice falls on the build, never on the driver."""
    # A process that is not dumpable may not write its own oom_score_adj.
    libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")


def kill_everything():
    """Kills and reaps whatever the build has left running. Only pid 1 may say "all"."""
    if os.getpid() != 1:
        return
    deadline = time.monotonic() + REAP_SECONDS
    while time.monotonic() < deadline:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
        except ChildProcessError:
            return
        time.sleep(0.001)


class Ended:
    """How a process ended: its exit code, or the negative number of its signal; and what it wrote as its answer."""

    def __init__(self, code, answer):
        self.code = code
        self.answer = answer


class Sandbox:
    """Runs one process at a time under the job's limits, and passes on what it prints."""

    def __init__(self, output):
        self.output = output
        self.phase = "unpack"
        self.started = time.monotonic()
        self.wall_end = None
        self.silence_seconds = None
        self.disk_full = False
        self.next_look = 0.0
        # What notes the files that the build opens; nothing in most runs.
        self.trace = None
        self.wake_read, wake_write = os.pipe()
        os.set_blocking(self.wake_read, False)
        os.set_blocking(wake_write, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)

    def limit(self, limits):
        self.wall_end = self.started + limits["wallSeconds"]
        self.silence_seconds = limits["silenceSeconds"]

    def enter(self, phase):
        self.phase = phase
        self.output.event("phase", phase=phase)

    def note(self, text):
        self.output.event("note", text=text[:20000])

    def run(self, command, cwd, environment, answers=False):
        """Runs a command to its end, then kills whatever it left behind.

        With `answers`, the command gets one more argument: the number of a pipe that it may answer on.
        """
        log_read, log_write = open_pipe()
        channels = {log_read: self.output.log}
        answer = bytearray()
        kept = []
        if answers:
            answer_read, answer_write = open_pipe()
            channels[answer_read] = lambda data: answer.extend(data[: ANSWER_BYTES - len(answer)])
            kept = [answer_write]
            command = command + [str(answer_write)]
        try:
            process = self.spawn(command, cwd, environment, log_write, kept)
        finally:
            for descriptor in [log_write, *kept]:
                os.close(descriptor)
        try:
            code = self.watch(process, channels)
        finally:
            for descriptor in channels:
                os.close(descriptor)
        return Ended(code, bytes(answer))

    def spawn(self, command, cwd, environment, log_write, kept):
        try:
            return subprocess.Popen(
                command,
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log_write,
                stderr=log_write,
                pass_fds=kept,
                start_new_session=True,
                preexec_fn=become_prey,
            )
        except BlockingIOError:
            # The limit of processes is met even without the build's; the usage says how often.
            raise phase_failed(self.phase)

    def watch(self, process, channels):
        poller = select.poll()
        for descriptor in [*channels, self.wake_read]:
            poller.register(descriptor, select.POLLIN)
        open_channels = set(channels)
        heard = time.monotonic()
        verdict = None
        while process.returncode is None and verdict is None:
            for descriptor, _ in poller.poll(self.wait_milliseconds(heard)):
                data = read_some(descriptor)
                if descriptor == self.wake_read:
                    continue
                if data == b"":
                    poller.unregister(descriptor)
                    open_channels.discard(descriptor)
                elif data:
                    channels[descriptor](data)
                    heard = time.monotonic()
            reap(process)
            self.look_at_disk()
            if self.trace:
                self.trace.drain()
            verdict = self.overdue(heard) if process.returncode is None else None
        kill_everything()
        if process.returncode is None:
            process.returncode = -signal.SIGKILL
        for descriptor in open_channels:
            drain(descriptor, channels[descriptor])
        self.look_at_disk(at_once=True)
        if verdict is not None:
            raise Stop({"kind": verdict})
        return process.returncode

    def wait_milliseconds(self, heard):
        now = time.monotonic()
        wait = min(LOOK_SECONDS, self.wall_end - now, heard + self.silence_seconds - now)
        return max(0, int(wait * 1000) + 1)

    def overdue(self, heard):
        now = time.monotonic()
        if now >= self.wall_end:
            return "timeout"
        if now >= heard + self.silence_seconds:
            return "silence"
        return None

    def look_at_disk(self, at_once=False):
        now = time.monotonic()
        if now < self.next_look and not at_once:
            return
        self.next_look = now + LOOK_SECONDS / 2
        space = os.statvfs(WORK)
        if space.f_bavail * space.f_frsize < FULL_DISK_BYTES:
            self.disk_full = True

    def usage(self):
        control = "/sys/fs/cgroup"
        return {
            "peakMemoryBytes": read_number([control + "/memory/memory.max_usage_in_bytes", control + "/memory.peak"]),
            "oomKills": read_field([control + "/memory/memory.oom_control", control + "/memory.events"], "oom_kill"),
            "forksRefused": read_field([control + "/pids/pids.events", control + "/pids.events"], "max"),
            "diskFull": self.disk_full,
        }


def open_pipe():
    ends = os.pipe()
    try:
        fcntl.fcntl(ends[1], 1031, PIPE_BYTES)  # F_SETPIPE_SZ, which has a name from Python 3.10 on
    except OSError:
        pass  # only slower
    return ends


def read_some(descriptor):
    """Bytes, b"" at the end, None if there is nothing at the moment."""
    try:
        return os.read(descriptor, LOG_FRAME_BYTES)
    except BlockingIOError:
        return None


def drain(descriptor, handle):
    os.set_blocking(descriptor, False)
    data = read_some(descriptor)
    while data:
        handle(data)
        data = read_some(descriptor)


def reap(process):
    """Reaps every child that has ended, also the orphans that pid 1 inherits; they count as processes until then."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)


def read_number(paths):
    for path in paths:
        try:
            with open(path) as file:
                return int(file.read())
        except (OSError, ValueError):
            continue
    return None


def read_field(paths, name):
    for path in paths:
        try:
            with open(path) as file:
                for line in file:
                    words = line.split()
                    if len(words) == 2 and words[0] == name:
                        return int(words[1])
        except (OSError, ValueError):
            continue
    return None


def receive_input(descriptor):
    """Lays the files of the tar stream below /work/in and returns the job."""
    try:
        with open(descriptor, "rb", buffering=0) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            job = None
            for member in archive:
                if job is None:
                    job = parse_job(archive, member)
                elif re.fullmatch(r"(sdist|wheels|patches)/(?!\.\.?$)[^/\0]+", member.name) and member.isreg():
                    receive_file(archive.extractfile(member), os.path.join(INPUT, member.name))
                elif not member.isdir():
                    raise bad_input("unexpected entry %r in the input" % member.name)
    except tarfile.TarError as error:
        raise bad_input("the input is not a tar stream: %s" % error)
    if job is None:
        raise bad_input("the input has no job.json")
    return job


def parse_job(archive, member):
    if member.name != "job.json" or not member.isreg() or member.size > JOB_BYTES:
        raise bad_input("the input does not begin with a job.json of at most %d bytes" % JOB_BYTES)
    try:
        job = json.loads(archive.extractfile(member).read())
    except ValueError as error:
        raise bad_input("job.json: %s" % error)
    limits = job.get("limits") if isinstance(job, dict) else None
    for name in ("wallSeconds", "silenceSeconds"):
        if not isinstance(limits, dict) or not isinstance(limits.get(name), (int, float)):
            raise bad_input("job.json: limits.%s is not a number" % name)
    return job


def receive_file(content, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        while True:
            data = content.read(1024**2)
            if not data:
                return
            file.write(data)


def drive(work):
    """Reads the job, does the work, and ends with exactly one `end`."""
    output = Output(claim_standard_output())
    harden()
    sandbox = Sandbox(output)
    try:
        sandbox.enter("unpack")
        job = receive_input(0)
        sandbox.limit(job["limits"])
        result = work(sandbox, job)
    except Stop as stop:
        result = stop.result
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sandbox.disk_full = True
        result = phase_failed(sandbox.phase).result
    kill_everything()
    opened = sandbox.trace.opened_packages() if sandbox.trace else None
    output.event("end", result=result, usage=sandbox.usage(), openedPackages=opened)
