"""A build backend (PEP 517) that comes with the sdist."""
import base64
import hashlib
import os
import zipfile

NAME = "zoo_two_wheels"


def write_wheel(folder, version):
    filename = "%s-%s-py3-none-any.whl" % (NAME, version)
    info = "%s-%s.dist-info/" % (NAME, version)
    files = {
        NAME + ".py": b"answer = 42\n",
        info + "METADATA": ("Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (NAME, version)).encode(),
        info + "WHEEL": b"Wheel-Version: 1.0\nGenerator: zoo\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(os.path.join(folder, filename), "w") as wheel:
        for path, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record += "%s,sha256=%s,%d\n" % (path, digest, len(content))
            wheel.writestr(path, content)
        wheel.writestr(info + "RECORD", record + info + "RECORD,,\n")
    return filename


def final_folder():
    """Where the farm collects: pip gives backends another one, but does not hide the option from its children."""
    process = os.getppid()
    while process > 1:
        with open("/proc/%d/cmdline" % process, "rb") as file:
            arguments = file.read().split(b"\0")
        if b"-w" in arguments:
            return os.fsdecode(arguments[arguments.index(b"-w") + 1])
        with open("/proc/%d/stat" % process) as file:
            process = int(file.read().rsplit(")", 1)[1].split()[1])
    raise SystemExit("nobody was told where to put the wheel")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    write_wheel(final_folder(), "1.1")
    return write_wheel(wheel_directory, "1.0")
