"""The drivers' pure parts. Run with `python3 test/driver/test_driver.py`; needs Debian's python3-packaging."""

import os
import tempfile
import types
import unittest

DRIVERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../images/driver")


def load(*names):
    """Runs sources one after the other, as the worker joins them."""
    space = {"__name__": "driver"}
    for name in names:
        path = os.path.join(DRIVERS, name)
        with open(path) as file:
            exec(compile(file.read(), path, "exec"), space)
    return space


BUILD = load("sandbox.py", "trace.py", "build.py")
VERIFY = load("sandbox.py", "verify.py")
DESCRIBE = load("describe_image.py")
INDEX = load("file_index.py")


def offers(source, **versions):
    return {
        name.replace("_", "-"): [BUILD["Offer"](name.replace("_", "-"), version, source)]
        for name, version in versions.items()
    }


def resolve(requirements, farm=None, distribution=None, loosened=()):
    met, unmet = BUILD["resolve"](requirements, farm or {}, distribution or {}, loosened)
    return [(wanted, offer.version, offer.source) for wanted, offer in met], unmet


class Requirements(unittest.TestCase):
    def test_a_loosened_project_is_met_by_any_version_but_not_by_none(self):
        there = offers("distribution", setuptools="66.1.1", wheel="0.38")
        met, unmet = resolve(["setuptools<65", "wheel<0.38", "gone<1"], distribution=there, loosened=["setuptools", "gone"])
        self.assertEqual(met, [("setuptools<65", "66.1.1", "distribution")])
        self.assertEqual([each["requirement"] for each in unmet], ["wheel<0.38", "gone<1"])

    def test_a_laid_in_wheel_wins_over_the_distribution(self):
        met, unmet = resolve(["Flit_Core"], offers("farm", flit_core="3.12"), offers("distribution", flit_core="3.8"))
        self.assertEqual((met, unmet), ([("Flit_Core", "3.12", "farm")], []))

    def test_a_laid_in_wheel_that_does_not_fit_leaves_it_to_the_distribution(self):
        met, _ = resolve(["cython<3"], offers("farm", cython="3.0.11"), offers("distribution", cython="0.29.32"))
        self.assertEqual(met, [("cython<3", "0.29.32", "distribution")])

    def test_an_unmet_requirement_names_the_version_that_is_there(self):
        _, unmet = resolve(["setuptools>=77", "nope"], distribution=offers("distribution", setuptools="66.1.1"))
        self.assertEqual(
            unmet,
            [{"requirement": "setuptools>=77", "available": "66.1.1"}, {"requirement": "nope", "available": None}],
        )

    def test_a_marker_is_evaluated_and_then_left_out(self):
        _, unmet = resolve(["a; python_version < '3'", "b>=1; python_version >= '3'"])
        self.assertEqual(unmet, [{"requirement": "b>=1", "available": None}])

    def test_an_extra_asks_for_what_it_stands_for(self):
        scm = BUILD["Offer"]("setuptools-scm", "5.0.1", "distribution", ["toml; extra == 'toml'"])
        _, unmet = resolve(["setuptools_scm[toml]"], distribution={"setuptools-scm": [scm]})
        self.assertEqual(unmet, [{"requirement": "toml", "available": None}])
        self.assertEqual(resolve(["setuptools_scm"], distribution={"setuptools-scm": [scm]})[1], [])

    def test_what_a_laid_in_wheel_requires_is_required_too_even_in_a_circle(self):
        one = BUILD["Offer"]("one", "1", "farm", ["two>=2"])
        two = BUILD["Offer"]("two", "2", "farm", ["one"])
        met, unmet = resolve(["one"], {"one": [one], "two": [two]})
        self.assertEqual((met, unmet), ([("one", "1", "farm"), ("two>=2", "2", "farm")], []))

    def test_a_requirement_on_an_address_is_never_met_by_a_version(self):
        _, unmet = resolve(["numpy @ https://example.org/numpy.zip"], offers("farm", numpy="2.0"))
        self.assertEqual([entry["available"] for entry in unmet], ["2.0"])

    def test_hostile_requirements_are_unmet_and_cut_short(self):
        for text in ("???", "a" * 5000, "a; python_version ~= 'x'", "a; " + "(" * 900 + "python_version>'3'"):
            _, unmet = resolve([text])
            self.assertEqual(len(unmet), 1, text[:20])
            self.assertLessEqual(len(unmet[0]["requirement"]), 1000)

    def test_a_pre_release_of_the_distribution_counts(self):
        met, _ = resolve(["cython>=3.0a1"], distribution=offers("distribution", cython="3.0.0b2"))
        self.assertEqual(met, [("cython>=3.0a1", "3.0.0b2", "distribution")])


class Backend(unittest.TestCase):
    def task(self, pyproject, settings=None):
        with tempfile.TemporaryDirectory() as source:
            if pyproject is not None:
                with open(source + "/pyproject.toml", "w") as file:
                    file.write(pyproject)
            task = BUILD["hook_task"]({"configSettings": settings or {}}, source, "get_requires_for_build_wheel")
            return {**task, "path": [os.path.relpath(path, source) for path in task["path"]]}

    def test_without_pyproject_the_legacy_backend_is_asked(self):
        self.assertEqual(self.task(None)["backend"], "setuptools.build_meta:__legacy__")

    def test_a_backend_in_the_tree_is_found_on_its_path(self):
        task = self.task('[build-system]\nrequires = []\nbuild-backend = "hooks:x"\nbackend-path = ["packaging"]\n')
        self.assertEqual((task["backend"], task["path"]), ("hooks:x", ["packaging"]))

    def test_a_malformed_build_system_does_not_stop_the_driver(self):
        for text in ("[build-system", "build-system = 3", "[build-system]\nbuild-backend = 1\nbackend-path = 2\n"):
            self.assertEqual(self.task(text)["backend"], "setuptools.build_meta:__legacy__")

    def test_a_project_table_needs_a_setuptools_that_reads_it(self):
        setuptools = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        project = setuptools + '[project]\nname = "x"\n'
        cases = (
            (project, False, ["setuptools>=61"]),
            (project, True, []),
            (project + 'dependencies = ["y"]\n', True, ["setuptools>=61"]),
            (setuptools, False, []),
            ('[build-system]\nbuild-backend = "y"\n[project]\n', False, []),
            (setuptools + "[[project]]\n", False, []),
        )
        for text, has_setup, implied in cases:
            with tempfile.TemporaryDirectory() as source:
                with open(source + "/pyproject.toml", "w") as file:
                    file.write(text)
                if has_setup:
                    open(source + "/setup.py", "w").close()
                self.assertEqual(BUILD["implied_requirements"](source), implied, text)

    def test_options_of_setuptools_are_lists_and_others_stay_text(self):
        settings = self.task(None, {"--build-option": "-v", "setup-args": "-Dx=1"})["arguments"][0]
        self.assertEqual(settings, {"--build-option": ["-v"], "setup-args": "-Dx=1"})

    def test_pip_knows_config_settings_from_22_1_on(self):
        versions = ("20.3.4", "22.0.2", "22.1", "23.0.1")
        self.assertEqual([BUILD["pip_knows_settings"](version) for version in versions], [False, False, True, True])


    def foreseen(self, setuptools, files, laid_in=()):
        image = {"distributions": {"setuptools": {"version": setuptools}}}
        environment = types.SimpleNamespace(laid_in=set(laid_in), image=image)
        with tempfile.TemporaryDirectory() as source:
            for name, text in files.items():
                with open(source + "/" + name, "w") as file:
                    file.write(text)
            return BUILD["foresee_answer"](environment, source)

    def test_setuptools_is_not_asked_where_its_answer_is_certain(self):
        plain = {"setup.py": "from setuptools import setup\nsetup()\n"}
        self.assertEqual(self.foreseen("66.1.1", plain), ["wheel"])
        self.assertEqual(self.foreseen("78.1.1-1", plain), [])

    def test_a_backend_that_may_name_more_is_asked(self):
        self.assertIsNone(self.foreseen("66.1.1", {"helper.py": "arguments = dict(setup_requires=['numpy'])"}))
        self.assertIsNone(self.foreseen("66.1.1", {}, laid_in=["setuptools"]))
        flit = '[build-system]\nrequires = []\nbuild-backend = "flit_core.buildapi"\n'
        self.assertIsNone(self.foreseen("66.1.1", {"pyproject.toml": flit}))


class Variables(unittest.TestCase):
    job = {"sourceDateEpoch": 7, "release": {"project": "p", "version": "1.2"}, "layout": "tree"}

    def test_a_source_tree_is_told_its_version(self):
        self.assertEqual(BUILD["build_environment"](self.job)["SETUPTOOLS_SCM_PRETEND_VERSION"], "1.2")
        self.assertNotIn("PBR_VERSION", BUILD["build_environment"]({**self.job, "layout": "sdist"}))

    def test_the_recipe_has_the_last_word(self):
        self.assertEqual(BUILD["build_environment"]({**self.job, "environment": {"LANG": "C"}})["LANG"], "C")


class Tracing(unittest.TestCase):
    status = """Package: meta-dev
Status: install ok installed
Depends: real-dev (>= 1) | other-dev, virtual

Package: real-dev
Status: install ok installed
Pre-Depends: base:any

Package: gone
Status: deinstall ok config-files
Provides: virtual

Package: provider
Status: install ok installed
Provides: virtual (= 2), real-dev-abi

Package: base
Status: install ok installed
Description: Depends on nothing
 Depends: not-a-field
"""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.makedirs(self.folder + "/info")
        BUILD["DPKG"] = self.folder
        self.addCleanup(BUILD.update, DPKG="/var/lib/dpkg")

    def install(self, package, *names):
        """Files of a package below the folder `root`; a name after `->` is what a link leads to."""
        paths = []
        for name in names:
            name, _, target = name.partition("->")
            path = os.path.join(self.folder, "root", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(target, path) if target else open(path, "w").close()
            paths += [os.path.dirname(path), path]
        with open("%s/info/%s.list" % (self.folder, package), "w") as file:
            file.write("\n".join(paths))

    def trace(self, *packages):
        return BUILD["Trace"]({package: {package} for package in packages})

    def read(self, *names):
        for name in names:
            open(os.path.join(self.folder, "root", name)).close()

    def test_needs_are_read_from_the_status_file_through_alternatives_and_virtual_packages(self):
        self.assertEqual(
            BUILD["parse_needs"](self.status),
            {"meta-dev": {"real-dev", "provider"}, "real-dev": {"base"}, "provider": set(), "base": set()},
        )

    def test_a_found_package_stands_for_what_came_with_it_but_not_for_another_found_one_nor_for_what_was_there(self):
        needs = {"meta": {"real", "old"}, "real": {"meta", "deep"}, "other": {"deep", "meta"}}
        responsible = BUILD["responsible_packages"](["meta", "other"], {"meta", "real", "deep", "other"}, needs)
        self.assertEqual(
            responsible, {"meta": {"meta"}, "other": {"other"}, "real": {"meta"}, "deep": {"meta", "other"}}
        )

    def test_what_several_brought_speaks_for_all_of_them_unless_one_was_opened_anyway(self):
        responsible = {"a": {"a"}, "b": {"b"}, "both": {"a", "b"}}
        credit = BUILD["credit_packages"]
        self.assertEqual(credit({"both"}, responsible), ["a", "b"])
        self.assertEqual(credit({"both", "b"}, responsible), ["b"])
        self.assertEqual(credit(set(), responsible), [])

    def test_opened_files_of_shared_and_of_own_folders_are_noticed_and_stay_apart(self):
        self.install("one", "include/one.h", *("include/one/%d.h" % number for number in range(20)))
        self.install("two:amd64", "include/two.h", *("include/two/%d.h" % number for number in range(20)))
        trace = self.trace("one", "two")
        self.read("include/two/7.h", "include/two/7.h")
        self.assertEqual(trace.opened_packages(), ["two"])
        self.read("include/one.h")
        self.assertEqual(trace.opened_packages(), ["one", "two"])

    def test_a_module_counts_by_its_bytecode_too(self):
        cached = "py/one/__pycache__/" + BUILD["bytecode_name"]("a.py")
        self.install("one", "py/one/a.py")
        os.mkdir(self.folder + "/root/py/one/__pycache__")
        open(os.path.join(self.folder, "root", cached), "w").close()
        trace = self.trace("one")
        self.read(cached)
        self.assertEqual(trace.opened_packages(), ["one"])

    def test_documents_lists_of_folders_and_links_to_what_others_have_do_not_count(self):
        self.install("lib", "lib/lib.so.1")
        self.install("one", "lib/lib.so->lib.so.1", "usr/share/doc/one/changelog", "py/one-1.dist-info/METADATA", "py/x/m.py")
        trace = self.trace("one")
        self.read("lib/lib.so", "usr/share/doc/one/changelog", "py/one-1.dist-info/METADATA")
        os.listdir(self.folder + "/root/py/x")
        self.assertEqual(trace.opened_packages(), [])

    def test_events_that_the_kernel_dropped_make_the_answer_unknown(self):
        self.install("one", "one.h")
        trace = self.trace("one")
        trace.note(BUILD["EVENT_HEAD"].pack(-1, BUILD["IN_Q_OVERFLOW"], 0, 0))
        self.read("one.h")
        self.assertIsNone(trace.opened_packages())

    def test_more_files_than_may_be_watched_make_the_answer_unknown(self):
        self.install("one", "a/one.h", "b/two.h", "c/three.h")
        BUILD["MOST_WATCHES"] = 2
        self.addCleanup(BUILD.update, MOST_WATCHES=8000)
        self.assertIsNone(self.trace("one").opened_packages())

    def test_without_a_wish_and_without_dpkg_nothing_is_traced(self):
        self.assertIsNone(BUILD["start_trace"]({"trace": {"found": ["one"], "added": ["one"]}}))
        open(self.folder + "/status", "w").close()
        self.assertIsNone(BUILD["start_trace"]({"trace": None}))


class Image(unittest.TestCase):
    def package(self, files=(), needs=(), provides=(), version="1"):
        return DESCRIBE["Package"](version, [[need] for need in needs], list(provides), list(files))

    def test_a_stanza_with_continued_lines_is_read(self):
        fields = DESCRIBE["parse_stanza"]("Package: a\nDescription: one\n two\nVersion: 1:2-3")
        self.assertEqual(fields, {"Package": "a", "Description": "one two", "Version": "1:2-3"})

    def test_a_dependency_is_reduced_to_its_name(self):
        names = [DESCRIBE["bare_name"](text) for text in ("python3:any (>= 3.9)", " libc6 (>= 2)", "gcc-12-base")]
        self.assertEqual(names, ["python3", "libc6", "gcc-12-base"])

    def test_the_closure_goes_through_virtual_packages_and_circles(self):
        packages = {
            "a": self.package(needs=["virtual"]),
            "b": self.package(needs=["c"], provides=["virtual"]),
            "c": self.package(needs=["a", "missing"]),
        }
        self.assertEqual(DESCRIBE["closure_of"]("a", packages, {"virtual": ["b"]}), {"b", "c"})

    def test_a_shared_namespace_folder_is_entered_and_a_package_is_linked_whole(self):
        with tempfile.TemporaryDirectory() as root:
            files = {
                "one": ["space/one/__init__.py", "whole/__init__.py", "single.py"],
                "two": ["space/two/__init__.py", "whole/extra/data.txt", "alone/deep/file.py"],
            }
            for path in sum(files.values(), []):
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                open(os.path.join(root, path), "w").close()
            packages = {name: self.package(files=[root + "/" + path for path in paths]) for name, paths in files.items()}
            entries = dict(DESCRIBE["entries_of"](DESCRIBE["tree_of"](packages, root), root))
        self.assertEqual(
            entries,
            {
                "space/one": {"one"},
                "space/two": {"two"},
                "whole": {"one", "two"},
                "single.py": {"one"},
                "alone": {"two"},
            },
        )

    def test_the_version_of_a_program_is_upstreams(self):
        versions = [DESCRIBE["upstream_version"](text) for text in ("1.11.1-2~deb12u1", "1:3.18.4+dfsg-2", "4.0.2")]
        self.assertEqual(versions, ["1.11.1", "3.18.4", "4.0.2"])

    def test_no_manylinux_claim_is_compatible(self):
        space = {}
        exec(DESCRIBE["MANYLINUX"], space)
        self.assertFalse(space["manylinux_compatible"](2, 17, "x86_64") or space["manylinux2014_compatible"])


class Verification(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        VERIFY["SITE"] = folder.name
        os.mkdir(folder.name + "/own")
        os.mkdir(folder.name + "/foreign-1.0.dist-info")

    def outcome(self, line):
        return VERIFY["outcome_of"](VERIFY["parse_answer"](line))["result"]

    def test_a_foreign_module_that_is_missing_is_a_dependency(self):
        self.assertEqual(
            self.outcome(b'{"missing": "foreign.sub", "message": "m", "sought": []}'), "lacks-dependency"
        )

    def test_what_a_module_opens_of_the_system_by_itself_is_a_dependency(self):
        for message in [
            b"ImportError: cannot import name GObject, introspection typelib not found",
            b"OSError: libusb-1.0.so.0: cannot open shared object file: No such file or directory",
        ]:
            line = b'{"missing": null, "message": "%s", "sought": []}' % message
            self.assertEqual(self.outcome(line), "lacks-dependency")
        linked = b'{"missing": null, "message": "ImportError: libyaml-0.so.2: cannot open shared object file", "sought": []}'
        self.assertEqual(self.outcome(linked), "failed")

    def test_a_required_project_that_was_sought_in_vain_is_a_dependency_whatever_the_error_says(self):
        with open(VERIFY["SITE"] + "/foreign-1.0.dist-info/METADATA", "w") as file:
            file.write("Name: own\nRequires-Dist: Wanted.One (>=3) ; python_version > '3'\n\nRequires-Dist: text\n")
        self.assertEqual(
            self.outcome(b'{"missing": null, "message": "wrong version", "sought": ["x", "wanted_one.sub"]}'),
            "lacks-dependency",
        )
        self.assertEqual(self.outcome(b'{"missing": null, "message": "m", "sought": ["x", "text"]}'), "failed")

    def test_a_missing_module_of_its_own_is_a_failure(self):
        self.assertEqual(self.outcome(b'{"missing": "own.sub", "message": "m", "sought": []}'), "failed")

    def test_forged_answers_are_a_failure(self):
        for line in (b"EVIL", b"3", b"{}", b"[" * 100000, b"\xff"):
            self.assertEqual(self.outcome(line), "failed")

    def test_files_for_site_packages_are_laid_there_and_scripts_are_not(self):
        places = [
            VERIFY["installed_place"](name)
            for name in ("a/b.py", "a-1.data/purelib/a/c.py", "a-1.data/platlib/d.so", "a-1.data/scripts/run")
        ]
        self.assertEqual(places, ["a/b.py", "a/c.py", "d.so", None])

    def test_a_death_while_importing_names_its_signal(self):
        self.assertIn("SIGSEGV", VERIFY["explain_end"](-11))


class FileIndex(unittest.TestCase):
    def test_a_path_is_what_builds_look_for_it_as(self):
        triplet = INDEX["TRIPLET"]
        for path, expected in (
            ("usr/include/yaml.h", ("header", "yaml.h")),
            ("usr/include/eigen3/Eigen/Dense", ("header", "Dense")),
            ("usr/include/%s/ffi.h" % triplet, ("header", "ffi.h")),
            ("usr/include/other-linux-gnu/ffi.h", None),
            ("usr/lib/llvm-14/include/llvm/X.def", None),
            ("usr/lib/llvm-14/include/llvm/X.hpp", ("header", "X.hpp")),
            ("usr/lib/%s/libyaml.so" % triplet, ("library", "yaml")),
            ("usr/lib/%s/libyaml-0.so.2" % triplet, None),
            ("lib/libold.a", ("library", "old")),
            ("usr/lib/%s/pkgconfig/yaml-0.1.pc" % triplet, ("pkg-config", "yaml-0.1")),
            ("usr/bin/pg_config", ("program", "pg_config")),
            ("usr/games/sl", None),
            ("usr/lib/cmake/x/FooConfig.cmake", ("cmake-package", "Foo")),
            ("usr/lib/cmake/x/foo-config.cmake", ("cmake-package", "foo")),
            ("usr/share/cmake/FindBar.cmake", ("cmake-package", "Bar")),
            ("usr/lib/cmake/x/FooTargets.cmake", None),
            ("usr/lib/python3/dist-packages/lxml/etree.py", ("python-module", "lxml")),
            ("usr/lib/python3/dist-packages/six.py", ("python-module", "six")),
            ("usr/lib/python3/dist-packages/PyYAML-6.0.egg-info", ("python-project", "pyyaml")),
            ("usr/lib/python3/dist-packages/zope.interface-5.5.dist-info/METADATA", ("python-project", "zope-interface")),
            ("usr/lib/girepository-1.0/Gtk-3.0.typelib", ("typelib", "Gtk-3.0")),
            ("usr/share/doc/libfoo-dev/examples/include/foo.h", None),
        ):
            self.assertEqual(INDEX["classify"](path), expected, path)

    def test_versions_are_sorted_as_dpkg_does(self):
        for older, newer in (("1.0~rc1", "1.0"), ("1.9", "1.10"), ("2.0-1", "1:1.0-1"), ("1.0-1", "1.0-1+deb12u1"), ("1.0", "1.0a")):
            self.assertLess(INDEX["version_key"](older), INDEX["version_key"](newer))

    def test_a_build_dependency_counts_on_the_architecture_and_for_the_build_that_it_is_for(self):
        text = "a (>= 2), b [arm64], c [!arm64], d <!nocheck>, e <stage1>, f | g, h [linux-any] <!stage1>, i:native"
        self.assertEqual(INDEX["build_needs"](text, "amd64"), ["a", "c", "f", "h", "i"])

    def test_what_can_not_be_installed_is_known_and_what_is_installed_adds_nothing(self):
        def known(*needs, provides=()):
            return INDEX["Known"]("1", "s", "libdevel", 10, [list(need) for need in needs], list(provides))

        packages = {
            "libc": known(),
            "dev": known(["lib"], ["libc"], ["virtual"]),
            "lib": known(["nowhere", "libc"]),
            "real": known(provides=["virtual"]),
            "broken": known(["dev"], ["nowhere"]),
        }
        release = INDEX["Release"](packages, {"libc": packages["libc"]}, {}, None)
        adds = INDEX["Installation"](release).adds
        self.assertEqual([adds(name) for name in ("libc", "dev", "broken")], [(0, 0), (3, 30), None])


if __name__ == "__main__":
    unittest.main()
