"""Driver of a verification: imports what a wheel holds, in the image that will run it.

Runs behind `sandbox.py` (see there for how, and for the frames). The image has Python and pip, nothing else.
"""

import zipfile

SITE = WORK + "/site"
MESSAGE_LENGTH = 2000

# Imports one module after the other. Arguments: the folder, the modules as JSON, and the pipe to answer on.
IMPORTER = """
import importlib, json, os, sys
folder, modules, answer = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
del sys.argv[1:]
sys.path.insert(0, folder)

# Asked last: hears the name of every module that nobody has.
class Sought:
    names = []

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if len(cls.names) < 50:
            cls.names.append(name[:200])

sys.meta_path.append(Sought)

def missing_module(error):
    # Packages like to wrap it: ImportError("please install X") from ModuleNotFoundError.
    for _ in range(20):
        if not isinstance(error, ImportError):
            return None
        if isinstance(error, ModuleNotFoundError) and error.name:
            return error.name
        error = error.__cause__ or error.__context__

def say(**facts):
    os.write(answer, json.dumps(facts).encode() + b"\\n")

for module in modules:
    Sought.names.clear()
    try:
        importlib.import_module(module)
    except BaseException as error:
        if not isinstance(error, ImportError):
            import traceback
            traceback.print_exc()
        message = "%s: %s" % (type(error).__name__, error)
        message = message.encode("utf-8", "replace").decode()[:2000]
        say(missing=missing_module(error), message=message, sought=Sought.names)
    else:
        say(missing=None, message=None, sought=[])
sys.stdout.flush()
os._exit(0)
"""


def verify(sandbox, job):
    modules = job.get("imports")
    if not isinstance(modules, list) or not all(isinstance(name, str) for name in modules):
        raise bad_input("job.json: imports is not a list of module names")
    unpack_wheel(job)
    sandbox.enter("import")
    if modules:
        report_imports(sandbox, modules, import_modules(sandbox, modules))
    return {"kind": "verified"}


def unpack_wheel(job):
    """As pip would lay it into site-packages; scripts, headers and data are left out."""
    path = os.path.join(INPUT, "wheels", str(job.get("wheelFilename")))
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                place = installed_place(entry.filename)
                if place is not None and not entry.is_dir():
                    entry.filename = place
                    archive.extract(entry, SITE)
    except FileNotFoundError:
        raise bad_input("the input has no wheel %r" % job.get("wheelFilename"))
    except zipfile.BadZipFile as error:
        raise bad_input("%s is not a wheel: %s" % (job["wheelFilename"], error))
    os.makedirs(SITE, exist_ok=True)


def installed_place(name):
    found = re.match(r"[^/]+\.data/([^/]+)/(.*)$", name)
    if found is None:
        return name
    return found[2] if found[1] in ("purelib", "platlib") else None


def import_modules(sandbox, modules):
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": WORK,
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-I", "-B", "-c", IMPORTER, SITE, json.dumps(modules)]
    return sandbox.run(command, WORK, environment, answers=True)


def report_imports(sandbox, modules, ended):
    """One event for each module, until one ended the interpreter. The answers come from the wheel's own process."""
    answers = [parse_answer(line) for line in ended.answer.split(b"\n")[: len(modules)] if line]
    for module, answer in zip(modules, answers):
        sandbox.output.event("import", module=module, **outcome_of(answer))
    if len(answers) < len(modules):
        sandbox.output.event("import", module=modules[len(answers)], result="failed", message=explain_end(ended.code))


def parse_answer(line):
    try:
        answer = json.loads(line)
        missing, message, sought = answer["missing"], answer["message"], answer["sought"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"missing": None, "message": "the module wrote into the pipe of the check", "sought": []}
    return {
        "missing": missing if isinstance(missing, str) else None,
        "message": None if message is None else str(message)[:MESSAGE_LENGTH],
        "sought": [name for name in sought if isinstance(name, str)] if isinstance(sought, list) else [],
    }


def outcome_of(answer):
    if answer["message"] is None:
        return {"result": "imported"}
    missing = answer["missing"] or find_declared(answer["sought"])
    if missing is not None and not is_own(missing):
        return {"result": "lacks-dependency", "dependency": missing[:200]}
    missing = find_of_system(answer["message"])
    if missing is not None:
        return {"result": "lacks-dependency", "dependency": missing[:200]}
    return {"result": "failed", "message": answer["message"]}


# What a module opens by itself when it is imported is no part of the wheel: nothing in it links these.
OF_SYSTEM = (
    (r"cannot import name (\w+), introspection typelib not found", "typelib %s"),
    (r"^OSError: ([\w.+-]+): cannot open shared object file", "%s"),
)


def find_of_system(message):
    for pattern, name in OF_SYSTEM:
        match = re.search(pattern, message)
        if match:
            return name % match.group(1)
    return None


def find_declared(sought):
    """A project that the wheel requires and that was looked for in vain. C code likes to say something else of it:
    xmlsec without lxml complains of a wrong version."""
    required = required_projects() if sought else set()
    return next((name for name in sought if normalise(name.split(".")[0]) in required), None)


def required_projects():
    projects = set()
    for folder in os.listdir(SITE):
        path = os.path.join(SITE, folder, "METADATA")
        if not folder.endswith(".dist-info") or not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            headers = file.read(1 << 20).partition("\n\n")[0]
        found = re.findall(r"^Requires-Dist: *([A-Za-z0-9._-]+)", headers, re.MULTILINE | re.IGNORECASE)
        projects.update(map(normalise, found))
    return projects


def normalise(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def is_own(module):
    """Whether the wheel holds the top-level package or module of this name."""
    top = module.split(".")[0]
    return any(name.split(".")[0] == top for name in os.listdir(SITE) if not name.endswith(".dist-info"))


def explain_end(code):
    if code >= 0:
        return "the interpreter ended with exit code %d while importing" % code
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "signal %d" % -code
    return "the interpreter died of %s while importing" % name


if __name__ == "__main__":
    drive(verify)
