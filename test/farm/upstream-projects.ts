import type { MirrorSdist } from '../../bench/mirror-sdist.ts';

/** A small project of somebody else, and what must hold after `import` where its wheel runs. */
export type UpstreamProject = MirrorSdist & {
  readonly isPure: boolean;
  /** The OS package of a library that it must have been linked with. */
  readonly links: string | null;
  readonly python: string;
};

export const upstreamProjects: readonly UpstreamProject[] = [
  {
    project: 'markupsafe',
    version: '2.1.5',
    poolPath: 'pool/main/m/markupsafe/markupsafe_2.1.5.orig.tar.gz',
    sha256: 'd283d37a890ba4c1ae73ffadf8046435c76e7bc2247bbb63c00bd1a709c6544b',
    isPure: false,
    links: null,
    python: 'from markupsafe import _speedups; assert str(_speedups.escape("<")) == "&lt;"',
  },
  {
    // Builds without libyaml too, and is then another thing.
    project: 'pyyaml',
    version: '6.0.2',
    poolPath: 'pool/main/p/pyyaml/pyyaml_6.0.2.orig.tar.gz',
    sha256: 'd584d9ec91ad65861cc08d42e834324ef890a082e591037abe114850ff7bbc3e',
    isPure: false,
    links: 'libyaml-0-2',
    python: 'import yaml; assert yaml.load("[1, two]", yaml.CSafeLoader) == [1, "two"]',
  },
  {
    project: 'mysqlclient',
    version: '1.4.6',
    poolPath: 'pool/main/p/python-mysqldb/python-mysqldb_1.4.6.orig.tar.gz',
    sha256: 'f3fdaa9a38752a3b214a6fe79d7cae3653731a53e577821f9187e67cbecb2e16',
    isPure: false,
    links: 'libmariadb3',
    python: 'from MySQLdb import _mysql; assert _mysql.get_client_info()',
  },
  {
    // Built with flit.
    project: 'pathspec',
    version: '0.12.1',
    poolPath: 'pool/main/p/python-pathspec/python-pathspec_0.12.1.orig.tar.gz',
    sha256: 'c58eb1ed9058583c6e08f372f938440b62b1dded76fcd572ddec643d8e4a6097',
    isPure: true,
    links: null,
    python: 'import pathspec; assert pathspec.PathSpec.from_lines("gitwildmatch", ["*.o"]).match_file("a.o")',
  },
  {
    // Built with poetry, which Debian 11 does not have.
    project: 'pkgconfig',
    version: '1.5.5',
    poolPath: 'pool/main/p/python-pkgconfig/python-pkgconfig_1.5.5.orig.tar.gz',
    sha256: 'deb4163ef11f75b520d822d9505c1f462761b4309b1bb713d08689759ea8b899',
    isPure: true,
    links: null,
    python: 'import pkgconfig; assert pkgconfig.parse',
  },
];
