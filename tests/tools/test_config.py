# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: an option goes before the environment, that before the config
file, and that before the default."""

import shutil
import unittest

from tools import ToolTest


class Config(ToolTest):
    def setUp(self):
        super().setUp()
        self.box.write("d/a.txt", "Titel\n\nViele Häuser am Fluss.\n")
        del self.box.env["IBID_DB"]
        self.home = self.box.top / "home"

    def places(self, **env):
        """The folders in which a run of the indexer made a database."""
        self.box.index("d", env=env)
        made = [p.parent for p in self.box.top.rglob("iamglass")]
        for path in made:
            shutil.rmtree(path)
        return [str(p.relative_to(self.box.top)) for p in made]

    def test_the_default_follows_xdg(self):
        self.assertEqual(self.places(), ["home/.local/share/ibid/index"])
        data = str(self.box.top / "data")
        self.assertEqual(self.places(XDG_DATA_HOME=data), ["data/ibid/index"])
        # The specification says to ignore what is not absolute.
        self.assertEqual(self.places(XDG_DATA_HOME="data"),
                         ["home/.local/share/ibid/index"])

    def test_config_goes_before_default_and_environment_before_it(self):
        top = self.box.top
        self.box.write_config(f'db = "{top}/by-config"\n')
        self.assertEqual(self.places(), ["by-config"])
        self.assertEqual(self.places(IBID_DB=f"{top}/by-env"), ["by-env"])
        self.assertEqual(self.places(IBID_DB=""), ["by-config"])

    def test_an_option_goes_before_all(self):
        top = self.box.top
        self.box.write_config(f'db = "{top}/by-config"\n')
        env = {"IBID_DB": f"{top}/by-env"}
        self.box.index("--db", top / "by-option", "d", env=env)
        self.assertTrue((top / "by-option/iamglass").exists())
        self.assertFalse((top / "by-env").exists())
        self.box.search("--db", top / "by-option", "Fluss", env=env)
        self.box.search("Fluss", env=env, expect=2)

    def test_both_programs_agree_on_the_place(self):
        self.box.write_config(f'db = "{self.box.top}/by-config"\n')
        self.box.index("d")
        self.box.search("Fluss")

    def test_the_config_file_follows_xdg(self):
        path = self.box.top / "conf/ibid/config.toml"
        path.parent.mkdir(parents=True)
        path.write_text(f'db = "{self.box.top}/elsewhere"\n')
        self.assertEqual(
            self.places(XDG_CONFIG_HOME=str(self.box.top / "conf")),
            ["elsewhere"])

    def test_language_of_the_config_is_a_default(self):
        db = ["--db", self.box.top / "db"]
        self.box.write_config('language = "german"\n')
        self.box.index(*db, "d")
        hit = self.box.search(*db, "lang:de")["hits"][0]
        self.assertEqual(hit["id"], "a.txt#1")
        self.box.search(*db, "haus")
        self.box.index(*db, "--language", "en", "d")
        self.box.search(*db, "lang:de", expect=1)

    def test_color_of_the_config_is_a_default(self):
        db = ["--db", self.box.top / "db"]
        self.box.index(*db, "d")
        self.box.write_config('color = "always"\n')
        for options, wanted in [([], True), (["--color", "never"], False)]:
            out = self.box.run("ibid-searcher", *db, *options, "Fluss",
                               expect=0).out
            self.assertEqual(b"\x1b[" in out, wanted)
        err = self.box.run("ibid-indexer", *db, "missing", expect=1).err
        self.assertIn(b"\x1b[", err)

    def test_errors_of_the_config_name_file_and_line(self):
        for config, line, word in [
                ('db = "x"\ncolour = "never"\n', 2, "colour"),
                ('\n\nunknown = 1\n', 3, "unknown"),
                ('[section]\ndb = "x"\n', 1, "section"),
                ("db = 5\n", 1, "db"),
                ('language = ["en"]\n', 1, "language"),
                ('db = "x\n', 1, ""),
                ('color = "never"\ndb == "x"\n', 2, ""),
                ('db = "x"\ndb = "y"\n', 2, "db")]:
            with self.subTest(config):
                path = self.box.write_config(config)
                for program in ("ibid-indexer", "ibid-searcher"):
                    result = self.box.run(program, "x", expect=2)
                    self.assertEqual(len(result.errors), 1, result.errors)
                    self.assertIn(f"{path}:{line}: ", result.errors[0])
                    self.assertIn(word, result.errors[0])
                    error = self.box.run(program, "--json", "x",
                                         expect=2).json()["error"]
                    self.assertEqual(error["kind"], "usage")
                    self.assertTrue(error["hint"])

    def test_a_bad_value_of_the_config_is_an_error(self):
        self.box.write_config('color = "red"\n')
        for program in ("ibid-indexer", "ibid-searcher"):
            result = self.box.run(program, "x", expect=2)
            self.assertIn("color", result.errors[0])
            self.assertIn("red", result.errors[0])

    def test_a_config_that_cannot_be_read_is_an_error(self):
        path = self.box.write_config("")
        path.unlink()
        path.mkdir()
        for program in ("ibid-indexer", "ibid-searcher"):
            error = self.box.run(program, "--json", "x",
                                 expect=2).json()["error"]
            self.assertIn("config.toml", error["message"])

    def test_without_a_home_there_is_no_default(self):
        del self.box.env["HOME"]
        for program in ("ibid-indexer", "ibid-searcher"):
            error = self.box.run(program, "--json", "x",
                                 expect=2).json()["error"]
            self.assertEqual(error["kind"], "usage")
            self.assertIn("--db", error["hint"])


if __name__ == "__main__":
    unittest.main()
