"""Driver of a build: turns one sdist into one wheel, with nothing but what the build asks for.

Runs behind `sandbox.py` (see there for how, and for the frames) and `trace.py`. Needs the image's own `packaging`, and the map of the
distribution's Python packages that `describe_image.py` wrote when the image was made.
"""

import shutil
import stat

SOURCE = WORK + "/src"
WHEELS = WORK + "/out"
VENV = WORK + "/env"
DISTRIBUTIONS = "/usr/lib/wheelyard/distributions.json"
SITE = "%s/lib/python%d.%d/site-packages" % (VENV, sys.version_info[0], sys.version_info[1])
PYTHON = VENV + "/bin/python3"
REQUIREMENT_LENGTH = 1000
LEGACY_BACKEND = "setuptools.build_meta:__legacy__"

# Calls one PEP 517 hook. Arguments: the task as JSON, and the pipe to answer on.
HOOK = """
import importlib, json, os, sys
task, answer = json.loads(sys.argv[1]), int(sys.argv[2])
if sys.path[0] == "":
    del sys.path[0]
sys.path[:0] = task["path"]
del sys.argv[1:]
module, _, attributes = task["backend"].partition(":")
hook = importlib.import_module(module)
for attribute in filter(None, attributes.split(".")):
    hook = getattr(hook, attribute)
hook = getattr(hook, task["hook"], lambda *_: [])
result = hook(*task["arguments"])
with open(answer, "w") as pipe:
    json.dump(result if isinstance(result, list) else str(result), pipe)
"""

# Lets what a hook prints go straight into the log. pip would take it line by line, at 3 MB/s, and keep it all in memory.
# pip runs each hook as `python _in_process.py`; it wants the result from a file, nothing from the hook's output.
STRAIGHT_LOG = """
import os
with open("/proc/self/cmdline", "rb") as file:
    arguments = file.read().split(b"\\0")
if len(arguments) > 1 and arguments[1].endswith(b"_in_process.py"):
    log = os.open("/proc/%d/fd/1" % os.getppid(), os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
"""


# --- the way of one build


def build(sandbox, job):
    sandbox.trace = start_trace(job)
    source = unpack_source(sandbox, job)
    apply_patches(sandbox, job, source)
    sandbox.enter("requirements")
    environment = Environment(sandbox, job)
    requires = job.get("buildRequires")
    declared = ["setuptools", "wheel"] if requires is None else requires
    environment.meet(declared + implied_requirements(source) + job.get("extraRequires", []))
    sandbox.enter("get-requires")
    foreseen = foresee_answer(environment, source)
    environment.meet(ask_backend(environment, job, source) if foreseen is None else foreseen)
    sandbox.enter("build")
    make_wheel(environment, job, source)
    sandbox.enter("collect")
    send_wheel(sandbox, job["limits"]["wheelBytes"])
    return {"kind": "wheel"}


# --- source


def unpack_source(sandbox, job):
    os.makedirs(SOURCE)
    folder = INPUT + "/sdist"
    names = os.listdir(folder) if os.path.isdir(folder) else []
    if len(names) != 1:
        raise bad_input("the input has %d sdists, not one" % len(names))
    archive = os.path.join(folder, names[0])
    try:
        (unpack_zip if archive.endswith(".zip") else unpack_tar)(archive, SOURCE)
    except OSError:
        raise
    except Exception as error:  # tarfile, zlib, lzma, bz2 and zipfile each have errors of their own
        sandbox.note("%s does not unpack: %s" % (names[0], error))
        raise phase_failed("unpack")
    os.unlink(archive)
    top = os.path.join(SOURCE, job["topFolder"])
    if os.path.dirname(top) != SOURCE or not os.path.isdir(top) or os.path.islink(top):
        raise bad_input("the sdist has no folder %r" % job["topFolder"])
    return top


def unpack_tar(path, folder):
    with tarfile.open(path) as archive:
        members = (writable(member) for member in archive)
        # Intake has refused what leads out of the folder; the filter guards against what it may have missed.
        options = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(folder, members=members, **options)


def writable(member):
    member.mode |= 0o700 if member.isdir() else 0o600
    return member


def unpack_zip(path, folder):
    import zipfile

    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            mode = entry.external_attr >> 16
            if stat.S_ISLNK(mode):
                target = os.path.join(folder, entry.filename)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                os.symlink(archive.read(entry).decode(), target)
                continue
            target = archive.extract(entry, folder)
            if not entry.is_dir():
                os.chmod(target, 0o755 if mode & 0o111 else 0o644)
                moment = time.mktime((*entry.date_time, 0, 0, -1))
                os.utime(target, (moment, moment))


def apply_patches(sandbox, job, source):
    for name in job.get("patches", []):
        command = ["patch", "-p1", "--batch", "--forward", "--no-backup-if-mismatch", "-i", INPUT + "/patches/" + name]
        sandbox.note("patch -p1 < %s" % name)
        if sandbox.run(command, source, build_environment(job)).code != 0:
            raise Stop({"kind": "patch-failed", "patch": name})


# --- requirements


class Offer:
    """A project that can be had: a wheel that the farm built, or a package of the distribution."""

    def __init__(self, name, version, source, requires=(), wheel=None):
        self.name = name
        self.version = version
        self.source = source
        self.requires = requires
        self.wheel = wheel


def resolve(requirements, farm, distribution, loosened=()):
    """Meets requirements, and what the chosen wheels require in turn.

    `farm` and `distribution` map a normalised name to offers; of a project in `loosened` any version does. Returns [(requirement, offer)] and the unmet ones.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    met, unmet, seen = [], [], set()
    queue = [(text, frozenset()) for text in requirements]
    while queue:
        text, extras = queue.pop(0)
        try:
            requirement = Requirement(text if len(text) <= REQUIREMENT_LENGTH else "")
            if not applies(requirement.marker, extras):
                continue
        except Exception:  # strangers' text: besides InvalidRequirement, markers that cannot be compared, or nest too deep
            unmet.append({"requirement": text[:REQUIREMENT_LENGTH], "available": None})
            continue
        # The marker has been evaluated here, where it holds; nobody else need do it again.
        requirement.marker = None
        wanted = str(requirement)
        if wanted in seen:
            continue
        seen.add(wanted)
        name = canonicalize_name(requirement.name)
        offers = farm.get(name, []) + distribution.get(name, [])
        offer = next((offer for offer in offers if fits(requirement, offer.version)), None)
        if offer is None and offers and name in loosened and requirement.url is None:
            offer = offers[0]
        if offer is None:
            unmet.append({"requirement": wanted, "available": offers[0].version if offers else None})
            continue
        met.append((wanted, offer))
        queue.extend((inner, frozenset(requirement.extras)) for inner in offer.requires)
    return met, unmet


def applies(marker, extras):
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras})


def fits(requirement, version):
    from packaging.version import InvalidVersion

    if requirement.url is not None:
        return False
    if len(requirement.specifier) == 0:
        return True
    try:
        return requirement.specifier.contains(version, prereleases=True)
    except InvalidVersion:
        return False


def farm_offers(folder):
    """The laid-in wheels, by normalised project name."""
    from packaging.utils import canonicalize_name

    offers = {}
    for filename in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        metadata = read_wheel_metadata(os.path.join(folder, filename))
        name = canonicalize_name(metadata["Name"])
        requires = metadata.get_all("Requires-Dist", [])
        offer = Offer(name, metadata["Version"], "farm", requires, os.path.join(folder, filename))
        offers.setdefault(name, []).append(offer)
    return offers


def read_wheel_metadata(path):
    import email.parser
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            return email.parser.Parser().parsestr(archive.read(name).decode("utf-8", "replace"))
    except (StopIteration, zipfile.BadZipFile) as error:
        raise bad_input("%s is not a wheel: %s" % (os.path.basename(path), error))


def load_image_map():
    try:
        with open(DISTRIBUTIONS) as file:
            return json.load(file)
    except FileNotFoundError:
        raise bad_input("the image has no %s; it was not made by the farm" % DISTRIBUTIONS)


class Environment:
    """A virtual environment whose site-packages hold only what was asked for.

    A package that is there without being asked for can hurt: setuptools rejects classifiers that the distribution's
    trove-classifiers does not know, but only if it is installed.
    """

    def __init__(self, sandbox, job):
        self.sandbox = sandbox
        self.job = job
        self.image = load_image_map()
        self.farm = farm_offers(INPUT + "/wheels")
        self.distribution = {
            name: [Offer(name, facts["version"], "distribution", facts["extraRequires"])]
            for name, facts in self.image["distributions"].items()
        }
        self.variables = build_environment(job)
        self.laid_in = set()
        self.linked = set()
        self.reported = set()
        create_venv(self.image["shared"])
        self.link_package(self.image["distributions"]["pip"]["package"])

    def meet(self, requirements):
        met, unmet = resolve(requirements, self.farm, self.distribution, self.job.get("loosened", []))
        for wanted, offer in met:
            if wanted not in self.reported:
                self.reported.add(wanted)
                self.sandbox.output.event("requirement", requirement=wanted, version=offer.version, source=offer.source)
        if unmet:
            raise Stop({"kind": "needs", "requirements": unmet[:200]})
        offers = {offer.name: offer for _, offer in met}.values()
        self.install_wheels([offer for offer in offers if offer.wheel and offer.name not in self.laid_in])
        for offer in offers:
            if not offer.wheel:
                self.link_distribution(offer.name)

    def install_wheels(self, offers):
        if not offers:
            return
        # Earlier links make way: a laid-in wheel wins over the distribution's package, whoever needs it.
        for offer in offers:
            facts = self.image["distributions"].get(offer.name)
            if facts and facts["package"] in self.linked:
                self.unlink_package(facts["package"])
        self.laid_in.update(offer.name for offer in offers)
        options = "--no-deps --no-index --no-compile --no-cache-dir --no-warn-script-location --disable-pip-version-check"
        command = [PYTHON, "-m", "pip", "install", "-q", *options.split(), *(offer.wheel for offer in offers)]
        ended = self.sandbox.run(command, WORK, self.variables)
        if ended.code != 0:
            raise phase_failed(self.sandbox.phase, ended)

    def link_distribution(self, name):
        facts = self.image["distributions"][name]
        for package in [facts["package"], *self.image["packages"].get(facts["package"], {"closure": []})["closure"]]:
            self.link_package(package)
        for script, target in facts["scripts"].items():
            write_script(script, target)
        for program, path in facts["programs"].items():
            link(path, VENV + "/bin/" + program)

    def link_package(self, package):
        facts = self.image["packages"].get(package)
        if facts is None or package in self.linked or self.is_replaced(facts):
            return
        self.linked.add(package)
        for place, path in facts["entries"].items():
            if self.image["metadata"].get(place) not in self.laid_in:
                link(path, os.path.join(SITE, place))

    def is_replaced(self, facts):
        projects = {self.image["metadata"][place] for place in facts["entries"] if place in self.image["metadata"]}
        return bool(projects) and projects <= self.laid_in

    def unlink_package(self, package):
        self.linked.discard(package)
        for place, path in self.image["packages"][package]["entries"].items():
            target = os.path.join(SITE, place)
            if os.path.islink(target) and os.readlink(target) == path:
                os.unlink(target)


def create_venv(shared):
    """By hand: `python3 -m venv` takes a second, and would look for pip where Debian has none."""
    for folder in (SITE, VENV + "/bin", WORK + "/home", WORK + "/tmp", WHEELS):
        os.makedirs(folder, exist_ok=True)
    home = os.path.dirname(sys.executable)
    with open(VENV + "/pyvenv.cfg", "w") as file:
        file.write("home = %s\ninclude-system-site-packages = false\n" % home)
    os.symlink(sys.executable, PYTHON)
    os.symlink("python3", VENV + "/bin/python")
    with open(SITE + "/wheelyard_log.py", "w") as file:
        file.write(STRAIGHT_LOG)
    with open(SITE + "/wheelyard_log.pth", "w") as file:
        file.write("import wheelyard_log\n")
    for path in shared:
        link(path, os.path.join(SITE, os.path.basename(path)))
    # Debian 11 keeps the libraries that pip needs there, and looks for them below the prefix.
    if os.path.isdir("/usr/share/python-wheels"):
        os.mkdir(VENV + "/share")
        os.symlink("/usr/share/python-wheels", VENV + "/share/python-wheels")


def link(path, target):
    if not os.path.lexists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.symlink(path, target)


def write_script(name, target):
    module, _, attribute = target.partition(":")
    path = os.path.join(VENV, "bin", name)
    if attribute and not os.path.lexists(path):
        with open(path, "w") as file:
            file.write("#!%s\nimport sys\nfrom %s import %s\n" % (PYTHON, module, attribute.split(".")[0]))
            file.write('if __name__ == "__main__":\n    sys.exit(%s())\n' % attribute)
        os.chmod(path, 0o755)


# --- build


def build_environment(job):
    cores = usable_cores()
    variables = {
        "PATH": VENV + "/bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": WORK + "/home",
        "TMPDIR": WORK + "/tmp",
        "LANG": "C.UTF-8",
        "VIRTUAL_ENV": VENV,
        "SOURCE_DATE_EPOCH": str(job["sourceDateEpoch"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PIP_NO_INPUT": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "MAKEFLAGS": "-j%d" % cores,
        "CMAKE_BUILD_PARALLEL_LEVEL": str(cores),
    }
    if job.get("layout") == "tree":
        # A source tree has neither PKG-INFO nor git's tags, which these backends take the version from.
        for name in ("SETUPTOOLS_SCM_PRETEND_VERSION", "PBR_VERSION", "PDM_BUILD_SCM_VERSION"):
            variables[name] = job["release"]["version"]
    return {**variables, **job.get("environment", {})}


def usable_cores():
    cores = len(os.sched_getaffinity(0))
    try:
        with open("/sys/fs/cgroup/cpu.max") as file:
            quota, period = file.read().split()
    except (OSError, ValueError):
        quota = read_number(["/sys/fs/cgroup/cpu/cpu.cfs_quota_us"])
        period = read_number(["/sys/fs/cgroup/cpu/cpu.cfs_period_us"])
    if quota in ("max", None, -1) or not period:
        return cores
    return max(1, min(cores, -(-int(quota) // int(period))))


def read_pyproject(source):
    """Unreadable is empty: pip, which reads it too, has the better words for it."""
    try:
        with open(source + "/pyproject.toml", encoding="utf-8") as file:
            return parse_toml(file.read())
    except Exception:  # strangers' text, and each of the three libraries fails in its own ways
        return {}


def read_build_system(source):
    system = read_pyproject(source).get("build-system", {})
    return system if isinstance(system, dict) else {}


def implied_requirements(source):
    """setuptools before 61 ignores the table `project` in silence: the wheel lacks its dependencies, or even its name.
    A setup.py may say all of it once more, but is no place to look for dependencies."""
    backend = read_build_system(source).get("build-backend", LEGACY_BACKEND)
    project = read_pyproject(source).get("project")
    if not isinstance(project, dict) or not isinstance(backend, str) or backend.partition(":")[0] != "setuptools.build_meta":
        return []
    is_said_again = os.path.exists(source + "/setup.py") and not project.get("dependencies")
    return [] if is_said_again else ["setuptools>=61"]


def parse_toml(text):
    try:
        from tomllib import loads
    except ImportError:
        try:
            from tomli import loads
        except ImportError:
            from toml import loads
    return loads(text)


def hook_task(job, source, hook):
    system = read_build_system(source)
    # setuptools before 64 wants lists for these two, and every later one takes them.
    lists = ("--global-option", "--build-option")
    settings = {
        name: [value] if name in lists else value for name, value in job.get("configSettings", {}).items()
    } or None
    backend = system.get("build-backend", LEGACY_BACKEND)
    path = system.get("backend-path", [])
    return {
        "hook": hook,
        "backend": backend if isinstance(backend, str) else LEGACY_BACKEND,
        "path": [os.path.join(source, part) for part in path if isinstance(part, str)] if isinstance(path, list) else [],
        "arguments": [settings] if hook == "get_requires_for_build_wheel" else [WHEELS, settings],
    }


def foresee_answer(environment, source):
    """What get_requires_for_build_wheel would answer, where that is certain; None where the backend must be asked.

    setuptools names `wheel` (before 70.1, which brings its own) and what `setup_requires` says. Where that word stands in
    no file of the source there is nothing to ask for, and asking costs a run of setup.py in every build.
    """
    system = read_build_system(source)
    backend = system.get("build-backend", LEGACY_BACKEND)
    is_setuptools = isinstance(backend, str) and backend.partition(":")[0] == "setuptools.build_meta"
    if not is_setuptools or "backend-path" in system or "setuptools" in environment.laid_in:
        return None
    if any_file_mentions(source, b"setup_requires"):
        return None
    return [] if is_at_least(environment.image["distributions"]["setuptools"]["version"], [70, 1]) else ["wheel"]


def any_file_mentions(folder, word, most_bytes=32 * 1024 * 1024):
    """True as well where there is more to read than a look should cost."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if not name.endswith((".py", ".cfg", ".toml", ".txt", ".in", ".ini", ".json")) or not os.path.isfile(path):
                continue
            most_bytes -= os.path.getsize(path)
            if most_bytes < 0:
                return True
            with open(path, "rb") as file:
                if word in file.read():
                    return True
    return False


def ask_backend(environment, job, source):
    """The requirements that the backend names only when it is asked."""
    command = [PYTHON, "-c", HOOK, json.dumps(hook_task(job, source, "get_requires_for_build_wheel"))]
    ended = environment.sandbox.run(command, source, environment.variables, answers=True)
    if ended.code != 0:
        raise phase_failed("get-requires", ended)
    try:
        requires = json.loads(ended.answer)
    except (ValueError, RecursionError):
        requires = None
    if not isinstance(requires, list) or not all(isinstance(text, str) for text in requires):
        environment.sandbox.note("the backend's get_requires_for_build_wheel did not return a list of requirements")
        raise phase_failed("get-requires", ended)
    return requires


def make_wheel(environment, job, source):
    settings = job.get("configSettings", {})
    answers = False
    if settings and not pip_knows_settings(environment.image["distributions"]["pip"]["version"]):
        environment.sandbox.note("this pip has no --config-settings: calling the backend's build_wheel directly")
        command = [PYTHON, "-c", HOOK, json.dumps(hook_task(job, source, "build_wheel"))]
        answers = True
    else:
        options = (
            "--no-binary=:all: --no-build-isolation --no-deps --no-index --use-pep517 "
            "--no-cache-dir --disable-pip-version-check -v"
        ).split()
        options += ["--config-settings=%s=%s" % setting for setting in settings.items()]
        command = [PYTHON, "-m", "pip", "wheel", *options, "-w", WHEELS, source]
        environment.sandbox.note(" ".join(["python3", *command[1:]]))
    ended = environment.sandbox.run(command, WORK if not answers else source, environment.variables, answers=answers)
    if ended.code != 0:
        raise phase_failed("build", ended)


def pip_knows_settings(version):
    return is_at_least(version, [22, 1])


def is_at_least(version, wanted):
    return [int(number) for number in re.findall(r"\d+", version)[:2]] >= wanted


# --- wheel


def send_wheel(sandbox, limit_bytes):
    """Sends the only wheel. What lies there was left by the build: it may be a link, a pipe, or a folder."""
    try:
        folder = os.open(WHEELS, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        raise Stop({"kind": "no-wheel"})
    names = sorted(
        name
        for name in os.listdir(folder)
        if name.endswith(".whl") and stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    )
    if not names:
        raise Stop({"kind": "no-wheel"})
    if len(names) > 1:
        raise Stop({"kind": "several-wheels", "filenames": names[:20]})
    with open(os.open(names[0], os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder), "rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit_bytes:
            raise Stop({"kind": "wheel-too-large", "size": size})
        sandbox.output.event("wheel", filename=names[0], size=size)
        while True:
            data = file.read(WHEEL_FRAME_BYTES)
            if not data:
                return
            sandbox.output.wheel(data)


if __name__ == "__main__":
    drive(build)
