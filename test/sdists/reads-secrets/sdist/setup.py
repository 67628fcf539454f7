import glob
import os
import re
import socket

from setuptools import setup

found = []


def try_to(look, what):
    try:
        if look():
            found.append(what)
    except Exception:
        pass


def read(path):
    with open(path, "rb") as file:
        return file.read(1024)


def connect(path):
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        client.connect(path)
    return True


def reach(address):
    with socket.create_connection(address, timeout=2):
        return True


secret = re.compile("TOKEN|SECRET|PASSWORD|REDIS|AWS|DATABASE|S3_|WHEELYARD", re.I)

for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/redis/redis.sock"):
    try_to(lambda: connect(path), "a socket: " + path)
for path in ("/root/.ssh", "/root/.docker", "/root/.aws", "/home", "/proc/1/fd", "/proc/1/root", "/proc/1/cwd"):
    try_to(lambda: os.listdir(path), "a folder: " + path)
for path in ("/etc/shadow", "/root/.pypirc", "/root/.netrc", "/proc/1/mem", "/run/secrets/token", "/dev/mem", "/proc/kcore"):
    try_to(lambda: read(path), "a file: " + path)
for path in glob.glob("/proc/[0-9]*/environ"):
    try_to(lambda: secret.search(read(path).decode("utf-8", "replace")), "an environment: " + path)
for name in os.environ:
    if secret.search(name):
        found.append("a variable: " + name)
for path in glob.glob("/dev/[sv]d[a-z]*") + glob.glob("/dev/nvme*"):
    try_to(lambda: read(path), "a disk: " + path)
for address in (("127.0.0.1", 6379), ("169.254.169.254", 80), ("172.17.0.1", 2375), ("172.17.0.1", 6379)):
    try_to(lambda: reach(address), "a service: %s:%d" % address)
try_to(lambda: os.getuid() == 0, "root")
try_to(lambda: int(re.search("CapEff:\\s*(\\w+)", open("/proc/self/status").read()).group(1), 16), "capabilities")

with open("zoo_reads_secrets.py", "w") as file:
    file.write("found = %r\n" % (found,))

setup(name="zoo-reads-secrets", version="1.0", py_modules=["zoo_reads_secrets"])
