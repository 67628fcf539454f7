/** Names that build files look for and that every build has, or that no OS package of a target provides. */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The first ones are what is left of options like `-long` and `-latest`. */
const libraries = words(`
  a ong ink ist atest m c c++ dl rt pthread util stdc++ gcc gcc_s atomic gomp crypt resolv nsl socket python System objc iconv intl
  advapi32 bcrypt comctl32 comdlg32 crypt32 gdi32 iphlpapi kernel32 legacy_stdio_definitions mpr msvcrt netapi32
  ntdll ole32 oleaut32 opengl32 psapi rpcrt4 secur32 setupapi shell32 shlwapi user32 userenv version wbemuuid
  winhttp winmm winspool ws2_32 wsock32 wtsapi32 kvm Advapi32 Ws2_32 PowrProf pdh devstat gcov npymath npyrandom npysort
`);

const programs = words(`
  ar as awk bash cat cc chmod clang clang++ cl cp cut diff dpkg echo env false file find g++ gcc git grep ld ldconfig
  ln ls make mkdir mv nm objcopy objdump patch perl pip pkg-config pkgconf python python2 python3 python3-config
  python-config ranlib rm sed sh sort strip tar test touch true uname cython cython3 llvm-lib lib xcrun sw_vers
  install_name_tool otool lipo ccache sccache clang-format clang-tidy
`);

const modules = words(
  'python python2 python3 python-embed python3-embed threads openmp numpy pybind11 dl zlib expat',
);

const cmakePackages = words(`
  python python2 python3 pythoninterp pythonlibs pythonlibrary pythonextensions numpy f2py cython pybind11 nanobind
  scikit-build skbuild threads openmp git doxygen packagehandlestandardargs pkgconfig zlib expat sphinx gtest gmock
  googletest benchmark catch2 backports cpack ctest
`);

export const isKnownLibrary = (name: string): boolean =>
  libraries.has(name) || /^(lib)?python\d|\.(lib|dll|framework)$/i.test(name);

export const isKnownProgram = (name: string): boolean =>
  programs.has(name.toLowerCase()) ||
  name.endsWith('.exe') ||
  name.endsWith('.py') ||
  /^python[\d.]/.test(name);

export const isKnownModule = (name: string): boolean => modules.has(name.toLowerCase());

export const isKnownCmakePackage = (name: string): boolean => cmakePackages.has(name.toLowerCase());
