"""Run as root with `python3 -I -c` in a throw-away container of a build image that has the network: says which OS
package of the release has which file that a build may look for.

Prints one JSON line for each `IndexEntry` (see src/domain/file-index.ts), sorted, so that whoever stores them writes
from one end to the other. Runs nothing but the distribution's own package manager, and keeps the packages' facts in
memory, never the lists.
"""

import collections
import glob
import io
import json
import os
import re
import subprocess
import sys
import sysconfig

# What the package manager knows of one package. `needs`: a list of lists of names, one of each inner list is enough.
Known = collections.namedtuple("Known", "version source section kibibytes needs provides")
# What the metadata of a release says. `files`: yields (path without leading slash, package names).
Release = collections.namedtuple("Release", "packages installed sources files")
# A source package: what it is built with.
Source = collections.namedtuple("Source", "version needs")

PYTHON = "%d.%d" % sys.version_info[:2]
PYTHON_TAG = "cpython-%d%d" % sys.version_info[:2]
# How the native architecture calls itself in paths (`x86_64-linux-gnu`); none on rpm systems.
TRIPLET = sysconfig.get_config_var("MULTIARCH") or ""


def main():
    fetch = fetch_debian if os.path.exists("/var/lib/dpkg/status") else fetch_rpm
    release = fetch()
    say("%d packages known, %d of them installed" % (len(release.packages), len(release.installed)))
    with subprocess.Popen(["sort"], stdin=subprocess.PIPE, env=dict(os.environ, LC_ALL="C")) as sorter:
        with io.TextIOWrapper(sorter.stdin, "ascii") as lines:
            index = Index(release, lines)
            for path, packages in release.files():
                kind_and_name = classify(path)
                if kind_and_name is not None:
                    for package in packages:
                        index.add(*kind_and_name, path, package)
            index.finish()
    if sorter.returncode != 0:
        sys.exit("sort ended with %d" % sorter.returncode)
    say("%d files of %d packages" % (index.files, len(index.written)))


def say(text):
    print(text, file=sys.stderr, flush=True)


# --- what a path is looked for as

HEADER = re.compile(r"[^/]+\.(?:h|hpp|hh|hxx|h\+\+|ipp|inc)")
LIBRARY = re.compile(r"lib(?!HS)([^/]+)\.(?:so|a)")
CMAKE = re.compile(r"(?:([^/]+)(?:Config|-config)|Find([^/]+))\.cmake")
# A system without merged /usr says lib/, one with it usr/lib/: lists mix both.
PROGRAM = re.compile(r"(?:usr/)?s?bin/([^/]+)")
DISTRIBUTION = re.compile(r"(?:usr/lib/python3/dist-packages|usr/lib(?:64)?/python[\d.]+/site-packages)/([^/]+)(?:/.*)?")
STANDARD = re.compile(r"usr/lib(?:64)?/python%s/(?:lib-dynload/)?([^/]+)(?:/.*)?" % re.escape(PYTHON))
METADATA = re.compile(r"(.+?)(?:-\d[^-]*)?(?:-py[\d.]+)?(?:-nspkg)?\.(?:dist|egg)-info")
MODULE_FILE = re.compile(r"(\w+)(?:\.py|\.%s[^.]*\.so|\.abi3\.so|\.so)" % PYTHON_TAG)
FOREIGN_FOLDER = re.compile(r"(?:lib|include)/(\w+-(?:linux|kfreebsd|gnu|w64)[\w-]*)/")

# The same, as much too wide, for grep: it throws away nine of ten lines ten times as fast.
WANTED = "|".join(
    (
        r"^usr/include/",
        r"^usr/(lib|lib64|share)/.*/include/.*\.(h|hpp|hh|hxx|h\+\+|ipp|inc)[[:space:]]",
        r"/pkgconfig/[^/]+\.pc[[:space:]]",
        r"^(usr/)?lib(64)?/([^[:space:]]*/)?lib[^/]+\.(so|a)[[:space:]]",
        r"^(usr/)?s?bin/",
        r"^usr/.*(Config|-config|/Find[^/]*)\.cmake[[:space:]]",
        r"^usr/lib(64)?/python3[.0-9]*/",
        r"\.typelib[[:space:]]",
    )
)


def classify(path):
    """Kind and name, or None when no build would look for it."""
    if path.startswith("usr/share/doc/") or "/gcc-cross/" in path:
        return None
    foreign = FOREIGN_FOLDER.search(path)
    if foreign and foreign[1] != TRIPLET:
        return None
    folder, _, name = path.rpartition("/")
    if path.startswith("usr/include/"):
        return ("header", name) if "." not in name or HEADER.fullmatch(name) else None
    if name.endswith(".pc") and folder.endswith("/pkgconfig"):
        return "pkg-config", name[:-3]
    if name.endswith(".typelib"):
        return "typelib", name[:-8]
    found = PROGRAM.fullmatch(path)
    if found:
        return "program", found[1]
    if name.endswith(".cmake"):
        found = CMAKE.fullmatch(name)
        return ("cmake-package", found[1] or found[2]) if found else None
    if "/include/" in path and HEADER.fullmatch(name):
        return "header", name
    if LIBRARY.fullmatch(name) and path.startswith(("usr/lib", "lib")):
        return "library", LIBRARY.fullmatch(name)[1]
    found = DISTRIBUTION.fullmatch(path)
    if found:
        return classify_python(found[1], path)
    found = STANDARD.fullmatch(path)
    if found and found[1] not in ("dist-packages", "site-packages", "lib-dynload"):
        return classify_python(found[1], path)
    return None


def classify_python(top, path):
    metadata = METADATA.fullmatch(top)
    if metadata:
        return "python-project", re.sub(r"[-_.]+", "-", metadata[1]).lower()
    if path.endswith("/" + top):
        found = MODULE_FILE.fullmatch(top)
        return ("python-module", found[1]) if found else None
    if not path.endswith((".py", ".so")) or not re.fullmatch(r"\w+", top):
        return None
    return "python-module", top


def python_place(kind, path):
    """One line for a whole folder: the first that says it. Of a folder that packages share, one for each part."""
    head, _, rest = path.partition("-packages/" if "-packages/" in path else "python%s/" % PYTHON)
    parts = rest.split("/")
    if kind == "python-project" or len(parts) == 1:
        return path[: len(path) - len(rest)] + parts[0]
    return path[: len(path) - len(rest)] + "/".join(parts[:2])


# --- what is written

SKIPPED_PACKAGE = re.compile(r".*(?:-cross|-dbg|-dbgsym|-debuginfo|-debugsource)(?:$|-)|.*mingw|.*-w64-.*|linux-headers-.*")


class Index:
    """Writes entries, each package once, and none that can not be installed."""

    def __init__(self, release, lines):
        self.release = release
        self.lines = lines
        self.install = Installation(release)
        self.written = {}
        self.files = 0
        self.places = collections.defaultdict(set)
        self.projects = {}
        self.stand_ins = find_stand_ins(release.packages)
        # Files of what others stand in for: which of these are empty is known at the end only.
        self.held = {name: [] for chosen in self.stand_ins.values() for name in chosen}
        self.owners = set()
        self.uses = collections.Counter(
            name for source in release.sources.values() for name in set(source.needs) if name in release.packages
        )

    def add(self, kind, name, path, package):
        if kind in ("python-module", "python-project"):
            path = python_place(kind, path)
            # A folder with an __init__.py (its lists stand first) is whole: one line says it.
            whole = path.rpartition("/")[0] + "/__init__.py"
            if path in self.places[package] or whole in self.places[package]:
                return
            self.places[package].add(path)
        if not self.write_package(package):
            return
        if kind == "python-project":
            self.projects.setdefault(name, self.release.packages[package].source)
        self.write_file(kind, name, path, package)
        self.owners.add(package)
        if package in self.held:
            self.held[package].append((kind, name, path))

    def write_file(self, kind, name, path, package):
        self.files += 1
        self.write({"entry": "file", "kind": kind, "name": name, "path": "/" + path, "package": package})

    def write_package(self, name):
        """False for one that is of no use: for another machine, or not to be installed."""
        if name not in self.written:
            known = self.release.packages.get(name)
            adds = None
            if known is not None and not SKIPPED_PACKAGE.fullmatch(name) and known.section != "debug":
                adds = self.install.adds(name)
            self.written[name] = adds is not None
            if adds is not None:
                facts = {
                    "name": name,
                    "version": known.version,
                    "source": known.source,
                    "section": known.section,
                    "isInstalled": name in self.release.installed,
                    "adds": {"packages": adds[0], "kibibytes": adds[1]},
                    "usedBySources": self.uses[name],
                }
                self.write({"entry": "package", "package": facts})
        return self.written[name]

    def finish(self):
        for stand_in, chosen in self.stand_ins.items():
            is_choice = is_choice_of_distribution(stand_in, self.release.packages[stand_in])
            if (is_choice or stand_in not in self.owners) and any(self.held[name] for name in chosen):
                if self.write_package(stand_in):
                    for file in sorted({file for name in chosen for file in self.held[name]}):
                        self.write_file(*file, stand_in)
        for project, source in sorted(self.projects.items()):
            needs = self.release.sources[source].needs if source in self.release.sources else []
            needs = [name for name in dict.fromkeys(needs) if self.write_package(name)]
            self.write({"entry": "source", "project": project, "buildDepends": needs})
        self.written = {name for name, useful in self.written.items() if useful}

    def write(self, entry):
        self.lines.write(json.dumps(entry, ensure_ascii=True, separators=(",", ":")) + "\n")


# The size of a copyright note and a changelog.
EMPTY_KIBIBYTES = 200


def find_stand_ins(packages):
    """Packages that may be empty but for their dependencies: the distribution's own choice among several
    (`default-libmysqlclient-dev`, `libdb-dev` of db-defaults, `libjpeg-dev`) and those that keep an old name alive
    (`libldap2-dev`). They provide what the chosen ones do, and are what a build is meant to name."""
    stand_ins = {}
    for name, known in packages.items():
        if known.kibibytes > EMPTY_KIBIBYTES or not (name.endswith("-dev") or name.startswith("default-")):
            continue
        is_choice = is_choice_of_distribution(name, known)
        chosen = {need for need in first_needs(known, packages) if is_choice or packages[need].source == known.source}
        if name.startswith("default-") and name.endswith("-dev"):
            # What it names may be empty as well: libmariadb-dev-compat, which needs libmariadb-dev.
            for need in sorted(chosen):
                of_same = (other for other in first_needs(packages[need], packages) if packages[other].source == packages[need].source)
                chosen.update(of_same)
        elif not name.startswith("default-"):
            chosen = {need for need in chosen if need.endswith("-dev")}
        if chosen:
            stand_ins[name] = sorted(chosen)
    return stand_ins


def is_choice_of_distribution(name, known):
    return name.startswith("default-") or known.source.endswith("-defaults")


def first_needs(known, packages):
    return [alternatives[0] for alternatives in known.needs if alternatives[0] in packages]


# --- what installing a package would add


class Installation:
    def __init__(self, release):
        self.packages = release.packages
        self.installed = set(release.installed)
        self.providers = collections.defaultdict(list)
        for name, known in release.packages.items():
            for virtual in known.provides:
                self.providers[virtual].append(name)
        for known in release.installed.values():
            self.installed.update(known.provides)
        self.resolved = {}

    def adds(self, name):
        """Number and size of the packages that come with this one, itself included; None when one is nowhere."""
        if name in self.installed:
            return 0, 0
        found, queue = {name}, [name]
        while queue:
            needs = self.resolve(queue.pop())
            if needs is None:
                return None
            for need in needs:
                if need not in found:
                    found.add(need)
                    queue.append(need)
        return len(found), sum(self.packages[each].kibibytes for each in found)

    def resolve(self, name):
        if name not in self.resolved:
            chosen = [self.choose(alternatives) for alternatives in self.packages[name].needs]
            self.resolved[name] = None if None in chosen else [need for need in chosen if need]
        return self.resolved[name]

    def choose(self, alternatives):
        """The package that meets a dependency: '' when it is met already, None when nothing does."""
        if any(name in self.installed for name in alternatives):
            return ""
        for name in alternatives:
            if name in self.packages:
                return name
            if self.providers[name]:
                return self.providers[name][0]
        return None


# --- Debian and Ubuntu

CONTENTS = """
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::Contents-deb {
  MetaKey "$(COMPONENT)/Contents-$(ARCHITECTURE)"; ShortDescription "Contents-$(ARCHITECTURE)";
  Description "$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Contents (deb)";
  flatMetaKey "Contents-$(ARCHITECTURE)"; flatDescription "$(RELEASE) Contents (deb)";
  PDiffs "false"; KeepCompressed "true"; DefaultEnabled "true"; Identifier "Contents-deb"; };
Acquire::IndexTargets::deb::Contents-deb-legacy {
  MetaKey "Contents-$(ARCHITECTURE)"; ShortDescription "Contents-$(ARCHITECTURE)";
  Description "$(RELEASE) $(ARCHITECTURE) Contents (deb)";
  PDiffs "false"; KeepCompressed "true"; DefaultEnabled "true"; Fallback-Of "Contents-deb";
  Identifier "Contents-deb-legacy"; };
"""

LISTS = "/var/lib/apt/lists"
LATER_SUITE = re.compile(r"-(?:updates|security|backports)")
# A build for its own sake runs no tests and makes no manual.
BUILD_PROFILES = {"nocheck", "nodoc"}


def fetch_debian():
    with open("/etc/apt/apt.conf.d/99wheelyard-index", "w") as file:
        file.write(CONTENTS)
    enable_sources()
    # No cached answer of the image's own lists may stand in the way.
    options = ["-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="]
    update = ["apt-get", "update"] + options
    # A mirror that is being refreshed lacks a list for a moment. The release's own must be there, its updates' may lack.
    if subprocess.run(update, stdout=sys.stderr).returncode != 0:
        subprocess.run(update, stdout=sys.stderr)
    if not any("_Contents-" in path and not LATER_SUITE.search(path) for path in contents_lists()):
        sys.exit("the mirror gave no Contents list of the release")
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, stdout=subprocess.PIPE, universal_newlines=True
    ).stdout.strip()
    packages = read_packages(["apt-cache", "dumpavail"])
    installed = read_packages(["cat", "/var/lib/dpkg/status"])
    return Release(packages, installed, read_sources(architecture), debian_files)


def enable_sources():
    for path in ["/etc/apt/sources.list"] + glob.glob("/etc/apt/sources.list.d/*.list"):
        if os.path.exists(path):
            with open(path) as file:
                text = file.read()
            if not re.search(r"^\s*deb-src\s", text, re.MULTILINE):
                with open(path, "a") as file:
                    file.write("\n" + "".join("deb-src " + rest for rest in re.findall(r"(?m)^\s*deb\s+(.*\n?)", text)))
    for path in glob.glob("/etc/apt/sources.list.d/*.sources"):
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(re.sub(r"(?m)^Types:\s*deb\s*$", "Types: deb deb-src", text))


def contents_lists():
    return sorted(path for path in glob.glob(LISTS + "/*_Contents-*") if not path.endswith((".diff_Index", ".diff")))


def debian_files():
    for path in contents_lists():
        for line in filtered(cat_list(path), WANTED):
            place, _, owners = line.rstrip().rpartition(" ")
            place = place.rstrip()
            yield place[2:] if place.startswith("./") else place, [owner.rpartition("/")[2] for owner in owners.split(",")]


def cat_list(path):
    return ["/usr/lib/apt/apt-helper", "cat-file", path]


def filtered(command, pattern):
    """Lines of a command's output that match."""
    environment = dict(os.environ, LC_ALL="C")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as giver:
        grep = ["grep", "-aE", pattern]
        with subprocess.Popen(grep, stdin=giver.stdout, stdout=subprocess.PIPE, env=environment) as taker:
            giver.stdout.close()
            for line in taker.stdout:
                yield line.decode("utf-8", "replace").replace("\t", " ")
    # grep says 1 when no line matches.
    if giver.returncode != 0 or taker.returncode > 1:
        sys.exit("%s ended with %d" % (command[0], giver.returncode))


def stanzas(command, fields):
    """The named fields of each stanza; these stand on one line each."""
    stanza = {}
    for line in filtered(command, "^(Package|%s):" % "|".join(fields)):
        field, _, value = line.partition(":")
        if field == "Package" and stanza:
            yield stanza
            stanza = {}
        stanza[field] = value.strip()
    if stanza:
        yield stanza


def read_packages(command):
    fields = ["Source", "Status", "Version", "Section", "Installed-Size", "Depends", "Pre-Depends", "Provides"]
    packages = {}
    for stanza in stanzas(command, fields):
        if not stanza.get("Status", "ok installed").endswith(" installed"):
            continue
        needs = ", ".join(filter(None, [stanza.get("Pre-Depends"), stanza.get("Depends")]))
        name = stanza["Package"]
        version = stanza.get("Version", "")
        if name in packages and version_key(packages[name].version) >= version_key(version):
            continue
        packages[name] = Known(
            version,
            stanza.get("Source", name).split(" ")[0],
            stanza.get("Section", "").rpartition("/")[2],
            int(stanza.get("Installed-Size", "0")),
            [[bare_name(one) for one in need.split("|")] for need in needs.split(",") if need.strip()],
            [bare_name(one) for one in stanza.get("Provides", "").split(",") if one.strip()],
        )
    return packages


def bare_name(dependency):
    return re.split(r"[\s(:\[<]", dependency.strip(), maxsplit=1)[0]


def read_sources(architecture):
    sources = {}
    for path in glob.glob(LISTS + "/*_Sources*"):
        for stanza in stanzas(cat_list(path), ["Version", "Build-Depends", "Build-Depends-Arch"]):
            name, version = stanza["Package"], stanza.get("Version", "")
            if name in sources and version_key(sources[name].version) >= version_key(version):
                continue
            needs = [stanza.get("Build-Depends", ""), stanza.get("Build-Depends-Arch", "")]
            sources[name] = Source(version, build_needs(",".join(needs), architecture))
    return sources


def build_needs(text, architecture):
    """First alternative of each build dependency that applies."""
    needs = []
    for need in text.split(","):
        fitting = [one for one in need.split("|") if one.strip() and applies(one, architecture)]
        if fitting:
            needs.append(bare_name(fitting[0]))
    return needs


def applies(dependency, architecture):
    listed = re.search(r"\[([^\]]*)\]", dependency)
    if listed:
        names = listed[1].split()
        fits = any(name.lstrip("!") in (architecture, "any", "linux-any", "any-" + architecture) for name in names)
        if fits == names[0].startswith("!"):
            return False
    formulas = re.findall(r"<([^>]*)>", re.sub(r"\([^)]*\)", "", dependency))
    return not formulas or any(
        all((term.lstrip("!") in BUILD_PROFILES) != term.startswith("!") for term in formula.split())
        for formula in formulas
    )


def version_key(version):
    """Sorts versions as dpkg does. Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html#version"""
    epoch, _, rest = version.partition(":") if ":" in version else ("0", "", version)
    upstream, _, revision = rest.rpartition("-") if "-" in rest else (rest, "", "")
    return int(epoch) if epoch.isdigit() else 0, part_key(upstream), part_key(revision)


def part_key(text):
    return [
        (tuple(letter_order(letter) for letter in letters) + (0,), int(digits or "0"))
        for letters, digits in re.findall(r"([^0-9]*)([0-9]*)", text)
    ]


def letter_order(letter):
    return -1 if letter == "~" else ord(letter) if letter.isalpha() else ord(letter) + 256


# --- Rocky and its kin. Untried.


def fetch_rpm():
    packages, installed = read_rpms("--available"), read_rpms("--installed")
    return Release(packages, installed, {}, rpm_files)


def repoquery(which, tags):
    machine = os.uname().machine
    query = ["dnf", "-q", "repoquery", which, "--latest-limit=1", "--arch", "noarch," + machine]
    command = query + ["--qf", "\x01".join("%%{%s}" % tag for tag in tags) + "\x02"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as giver:
        rest = ""
        for piece in iter(lambda: giver.stdout.read1(1 << 20), b""):
            *whole, rest = (rest + piece.decode("utf-8", "replace")).split("\x02")
            for record in whole:
                yield record.lstrip("\n").split("\x01")
    if giver.returncode != 0:
        sys.exit("dnf ended with %d" % giver.returncode)


def read_rpms(which):
    packages = {}
    for name, version, source, size, requires, provides in repoquery(
        which, ["name", "evr", "source_name", "installsize", "requires", "provides"]
    ):
        needs = [[rpm_name(line)] for line in requires.splitlines() if not line.startswith(("rpmlib(", "(", "/"))]
        section = "libdevel" if name.endswith("-devel") else "python" if name.startswith("python3") else "misc"
        offers = [rpm_name(line) for line in provides.splitlines()]
        packages[name] = Known(version, source, section, int(size or "0") // 1024, needs, offers)
    return packages


def rpm_name(line):
    return line.split(" ", 1)[0]


def rpm_files():
    for name, files in repoquery("--available", ["name", "files"]):
        for path in files.splitlines():
            yield path.lstrip("/"), [name]


if __name__ == "__main__":
    main()
