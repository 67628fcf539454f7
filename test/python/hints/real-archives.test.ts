import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { fetchMirrorSdist, type MirrorSdist } from '../../../bench/mirror-sdist.ts';
import { renderMissing } from '../../../src/domain/missing.ts';
import { openArchives } from '../../../src/python/archives.ts';
import { release } from '../../domain/examples.ts';

/** Archives of real projects, and what a build without any `-dev` package stopped for. */
const stopped: readonly (MirrorSdist & { readonly hint: string })[] = [
  {
    project: 'brotlicffi',
    version: '1.1.0.0',
    poolPath: 'pool/main/p/python-brotlicffi/python-brotlicffi_1.1.0.0+ds1.orig.tar.xz',
    sha256: 'a9b16c09f07044193cdebaac483df8802f6e6a30188f6eae08afed3ec501b8a3',
    hint: 'header brotli/decode.h',
  },
  {
    project: 'pysmbc',
    version: '1.0.25.1',
    poolPath: 'pool/main/p/pysmbc/pysmbc_1.0.25.1.orig.tar.gz',
    sha256: '278866201a9789c47f25076ff8cfb3176b52382e012da4e5ee4ea59e46307b64',
    hint: 'pkg-config module smbclient',
  },
  {
    project: 'pylibacl',
    version: '0.7.2',
    poolPath: 'pool/main/p/python-pylibacl/python-pylibacl_0.7.2.orig.tar.gz',
    sha256: '56c15e867fe4c724531bbf97407589cbbf8dbd285a8d84fe7ecc90fc322378d7',
    hint: 'header sys/acl.h',
  },
  {
    project: 'pyfuse3',
    version: '3.4.0',
    poolPath: 'pool/main/p/pyfuse3/pyfuse3_3.4.0.orig.tar.gz',
    sha256: '793493f4d5e2b3bc10e13b3421d426a6e2e3365264c24376a50b8cbc69762d39',
    hint: 'pkg-config module fuse3',
  },
  {
    project: 'gmpy2',
    version: '2.2.1',
    poolPath: 'pool/main/p/python-gmpy2/python-gmpy2_2.2.1.orig.tar.gz',
    sha256: 'e83e07567441b78cb87544910cb3cc4fe94e7da987e93ef7622e76fb96650432',
    hint: 'header gmp.h',
  },
  {
    project: 'python-snappy',
    version: '0.5.3',
    poolPath: 'pool/main/p/python-snappy/python-snappy_0.5.3.orig.tar.xz',
    sha256: '7a5e519821b35c74f14681c0ffb992812867e982a0ae00c9664116efd6522ef4',
    hint: 'header snappy-c.h',
  },
  {
    project: 'pygobject',
    version: '3.42.2',
    poolPath: 'pool/main/p/pygobject/pygobject_3.42.2.orig.tar.xz',
    sha256: 'ade8695e2a7073849dd0316d31d8728e15e1e0bc71d9ff6d1c09e86be52bc957',
    hint: 'pkg-config module glib-2.0',
  },
  {
    project: 'mysqlclient',
    version: '1.4.6',
    poolPath: 'pool/main/p/python-mysqldb/python-mysqldb_1.4.6.orig.tar.gz',
    sha256: 'f3fdaa9a38752a3b214a6fe79d7cae3653731a53e577821f9187e67cbecb2e16',
    hint: 'program mysql_config',
  },
  {
    project: 'easysnmp',
    version: '0.2.6',
    poolPath: 'pool/main/p/python-easysnmp/python-easysnmp_0.2.6.orig.tar.gz',
    sha256: '86122858e82c9274caaa80c1d52396198682fdef2477a1ca3d85390b534a3ab0',
    hint: 'program net-snmp-config',
  },
  {
    project: 'python-ldap',
    version: '3.4.4',
    poolPath: 'pool/main/p/python-ldap/python-ldap_3.4.4.orig.tar.gz',
    sha256: '7edb0accec4e037797705f3a05cbf36a9fde50d08c8f67f2aef99a2628fab828',
    hint: 'header lber.h',
  },
  {
    project: 'pyscard',
    version: '2.3.1',
    poolPath: 'pool/main/p/pyscard/pyscard_2.3.1.orig.tar.gz',
    sha256: 'a24356f57a0a950740b6e54f51f819edd5296ee8892a6625b0da04724e9e6c13',
    hint: 'pkg-config module libpcsclite',
  },
  {
    project: 'pyaudio',
    version: '0.2.13',
    poolPath: 'pool/main/p/python-pyaudio/python-pyaudio_0.2.13.orig.tar.gz',
    sha256: '2eb01038fb697d620c6959722331468c4a9630d0d452930062737789c244ac28',
    hint: 'header portaudio.h',
  },
];

const sources = join(resolve(import.meta.dirname, '..', '..', '..'), '.wheelyard', 'sources');

test.concurrent.each(stopped)(
  '$project $version names in its sources what its build will want: $hint',
  async ({ hint, ...sdist }) => {
    const file = await fetchMirrorSdist(sdist, sources).catch((error: unknown) => String(error));
    if (!file.startsWith('/')) {
      process.stderr.write(`${sdist.project} ${sdist.version} is left out: ${file}\n`);
      return;
    }
    const read = await openArchives().inspectSdist(file, {
      filename: `${sdist.project}-${sdist.version}.tar.gz`,
      release: release(sdist.project, sdist.version),
    });
    const hints = read.ok ? read.value.facts.hints.map(renderMissing) : [];
    // Early enough to be among the few that are worth a try.
    expect(hints.slice(0, 8)).toContain(hint);
  },
  60_000,
);
