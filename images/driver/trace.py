"""Which of the OS packages that the farm found by itself a build opened a file of.

Stands between `sandbox.py` and `build.py`. Uses inotify, which needs no privileges, follows every program of the build, and
costs it nothing but an event for each watched file that it opens. Knows dpkg; elsewhere nothing is watched.
"""

import glob
import itertools
import stat
import struct

DPKG = "/var/lib/dpkg"
IN_OPEN, IN_Q_OVERFLOW, IN_ISDIR = 0x20, 0x4000, 0x40000000
MOST_WATCHES = 8000
MOST_TRACED_FILES = 200000
# A folder is watched as a whole when it holds this many files to watch, and not much besides.
WHOLE_FOLDER = 8
EVENT_HEAD = struct.Struct("iIII")

# What a program opens of every package that it meets: site reads each .pth, setuptools all entry points. And what no build reads.
UNCOUNTED = re.compile(r"/usr/share/(doc|doc-base|man|info|lintian|locale|bug)/|\.(dist|egg)-info(/|$)|\.pth$")


def start_trace(job):
    """None where nothing is to be traced, or nothing can be."""
    wish = job.get("trace")
    if wish is None or not os.path.exists(DPKG + "/status"):
        return None
    with open(DPKG + "/status", encoding="utf-8", errors="replace") as file:
        needs = parse_needs(file.read())
    return Trace(responsible_packages(wish["found"], set(wish["added"]), needs))


def parse_needs(status):
    """The installed packages that each installed one needs, from dpkg's status file."""
    stanzas = [dict(re.findall(r"^([A-Z][\w-]*): *(.*)$", text, re.MULTILINE)) for text in status.split("\n\n")]
    stanzas = [fields for fields in stanzas if fields.get("Status", "").endswith(" installed")]
    owners = {}
    for fields in stanzas:
        for name in [fields["Package"], *dependency_names(fields.get("Provides", ""))]:
            owners.setdefault(name, set()).add(fields["Package"])
    return {
        fields["Package"]: {
            owner
            for name in dependency_names(fields.get("Pre-Depends", "") + "," + fields.get("Depends", ""))
            for owner in owners.get(name, ())
        }
        for fields in stanzas
    }


def dependency_names(text):
    """`a (>= 1) | b:any, c` -> a, b, c."""
    return re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9.+-]*)", text)


def responsible_packages(found, added, needs):
    """By OS package, the found ones that stand for it: each for itself, and for what came into the image with it.

    So a package without files of its own counts through those that it is there to bring. One that was found itself
    speaks for itself.
    """
    responsible = {package: {package} for package in found}
    for package in found:
        queue = [package]
        while queue:
            for need in needs.get(queue.pop(), ()):
                if need in added and need not in found and package not in responsible.setdefault(need, set()):
                    responsible[need].add(package)
                    queue.append(need)
    return responsible


def credit_packages(opened, responsible):
    """The found packages that the opened ones speak for. What several brought counts for all of them, unless one of them
    was opened anyway: then it would be there without the others."""
    counted = {package for name in opened if len(responsible[name]) == 1 for package in responsible[name]}
    shared = [responsible[name] for name in opened if not responsible[name] & counted]
    return sorted(counted.union(*shared))


class Trace:
    """Watches files until it is asked what was seen."""

    def __init__(self, responsible):
        self.responsible = responsible
        self.opened = set()
        self.is_lost = False
        self.watches = {}
        self.descriptor = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self.descriptor < 0:
            self.is_lost = True
            return
        for path, packages in choose_watches(gather_folders(responsible)):
            if not self.is_lost:
                self.watch(path, packages)

    def watch(self, path, packages):
        watch = libc.inotify_add_watch(self.descriptor, os.fsencode(path), IN_OPEN)
        if watch < 0 or len(self.watches) >= MOST_WATCHES:
            self.is_lost = True
        else:
            self.watches[watch] = packages

    def drain(self):
        """Notes what was opened. To be called often: the kernel keeps only so many events."""
        for _ in range(100):
            if self.is_lost:
                return
            try:
                data = os.read(self.descriptor, 64 * 1024)
            except BlockingIOError:
                return
            self.note(data)

    def note(self, data):
        place = 0
        while place < len(data):
            watch, mask, _, length = EVENT_HEAD.unpack_from(data, place)
            place += EVENT_HEAD.size + length
            name = data[place - length : place].rstrip(b"\0")
            if mask & IN_Q_OVERFLOW:
                self.is_lost = True
            elif mask & IN_OPEN and not mask & IN_ISDIR:
                self.note_open(watch, os.fsdecode(name))

    def note_open(self, watch, name):
        packages = self.watches.get(watch, {})
        if name not in packages:
            return
        self.opened.add(packages[name])
        if self.opened.issuperset(packages.values()):
            # Nothing more to be learned here, and no more events either.
            del self.watches[watch]
            libc.inotify_rm_watch(self.descriptor, watch)

    def opened_packages(self):
        """The found packages of which a file was opened, by a program other than the driver; None if not all was seen."""
        self.drain()
        return None if self.is_lost else credit_packages(self.opened, self.responsible)


def gather_folders(packages):
    """By folder, which package has which file of it: regular files that count, and the bytecode of Python modules."""
    folders, real = {}, {}
    paths = ((package, path) for package in packages for path in listed_files(package))
    for package, path in itertools.islice(paths, MOST_TRACED_FILES):
        folder, name = os.path.split(path)
        for place, file in (folder, name), (folder + "/__pycache__", bytecode_name(name)):
            if place not in real:
                real[place] = os.path.realpath(place)
            if is_regular(os.path.join(real[place], file)):
                folders.setdefault(real[place], {})[file] = package
    return folders


def listed_files(package):
    lists = [DPKG + "/info/%s.list" % package, *sorted(glob.glob(DPKG + "/info/%s:*.list" % glob.escape(package)))]
    for path in [path for path in lists if os.path.exists(path)][:1]:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            yield from (line for line in file.read().splitlines() if not UNCOUNTED.search(line))


def bytecode_name(name):
    stem, ending = os.path.splitext(name)
    return "%s.%s.pyc" % (stem, sys.implementation.cache_tag) if ending == ".py" else ""


def is_regular(path):
    """A link is not: what it leads to counts for the package that has it."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def choose_watches(folders):
    """What to watch, and which packages an event speaks of: by the file's name in a folder, by "" where the file itself is
    watched. A shared folder's other files would only make noise."""
    for folder, packages in folders.items():
        if len(packages) >= WHOLE_FOLDER and len(os.listdir(folder)) <= 2 * len(packages):
            yield folder, packages
        else:
            yield from ((os.path.join(folder, name), {"": package}) for name, package in packages.items())
