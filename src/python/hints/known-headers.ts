/**
 * Headers that no OS package need be looked for: of the C library, the kernel, the compiler and Python (every build image
 * has them), and of systems that are no target of the farm.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** glibc's own below `sys/`; others there belong to packages (`sys/acl.h`, `sys/capability.h`). */
const glibcSys = words(`
  acct auxv bitypes cdefs debugreg dir elf epoll errno eventfd fanotify fcntl file fsuid gmon gmon_out inotify io ioctl ipc
  kd klog mman mount msg mtio param pci perm personality pidfd poll prctl procfs profil ptrace queue quota random raw reboot
  reg resource rseq select sem sendfile shm signal signalfd single_threaded socket socketvar soundcard stat statfs statvfs
  swap syscall sysinfo syslog sysmacros termios time timeb timerfd times timex ttychars ttydefaults types ucontext uio un
  unistd user utsname vfs vlimit vm86 vt wait xattr
`).map((name) => `sys/${name}.h`);

const ofEveryBuild = words(`
  aio aliases alloca a.out cet ar argp argz assert byteswap complex cpio cpuid crypt ctype dirent dlfcn elf endian envz err errno
  error execinfo expat expat_external fcntl features fenv float fmtmsg fnmatch fpu_control fstab fts ftw gconv getopt glob
  grp gshadow iconv ieee754 ifaddrs inttypes iso646 langinfo lastlog libgen libintl limits link locale malloc math mcheck
  memory mm_malloc mntent monetary mqueue netdb nl_types nss obstack omp openacc paths poll printf pthread pty pwd quadmath
  regex regexp re_comp resolv sched search semaphore setjmp sgtty shadow signal spawn stab stdalign stdarg stdatomic stdbool
  stddef stdint stdio stdio_ext stdlib stdnoreturn string strings syscall sysexits syslog tar termio termios tgmath
  thread_db threads time ttyent uchar ucontext ulimit unistd unwind utime utmp utmpx values varargs wait wchar wctype wordexp xlocale
  zconf zlib
  Python abstract boolobject bytearrayobject bytesobject cellobject ceval classobject cobject code codecs compile
  complexobject cStringIO datetime descrobject dictobject dynamic_annotations enumobject errcode eval fileobject fileutils
  floatobject frameobject funcobject genericaliasobject genobject graminit import intobject intrcheck iterobject listobject
  longintrepr longobject marshal memoryobject methodobject modsupport moduleobject node object objimpl opcode osdefs
  osmodule parsetok patchlevel py_curses pyarena pycapsule pyconfig pyctype pydebug pydtrace pyerrors pyexpat pyframe pyhash
  pylifecycle pymacconfig pymacro pymath pymem pyport pystate pystrcmp pystrtod pythonrun pythread pytime pytypedefs
  rangeobject setobject sliceobject stringobject structmember structseq symtable sysmodule token traceback tracemalloc
  tupleobject typeslots ucnhash unicodeobject warnings weakrefobject
`).map((name) => `${name}.h`);

/** Windows has more, but these are what portable sources name outside of its conditionals. */
const ofOtherSystems = words(`
  accctrl aclapi atlbase basetsd bcrypt comdef comutil conio corecrt crtdbg d3d11 dbghelp delayimp devguid dinput direct
  dsound dwmapi dxgi excpt fileapi guiddef hidsdi initguid intrin io iphlpapi ks ksmedia lmcons lm mfapi mferror mfidl mfobjects mfplay mfreadwrite mftransform combaseapi alloc unixio mmreg mmsystem
  mstcpip mswsock ntddscsi ntsecapi ntstatus objbase objidl ole2 oleauto pdh process processthreadsapi propidl psapi
  sal sddl sdkddkver setupapi shellapi shlguid shlobj shlwapi share sphelper synchapi sysinfoapi tchar tlhelp32
  userenv usp10 versionhelpers wbemidl winbase wincrypt windef windows windowsx winerror wininet winioctl winnls winnt
  winreg winsock winsock2 winspool winsvc winternl winuser winver wlanapi ws2def ws2ipdef ws2tcpip wspiapi
  wtsapi32 wtypes xinput xmllite bluetoothapis bthdef bthsdpdef btifdefinitions btifclasses ws2bth
  intrinsics libperfstat wasm_simd128 fstream iomanip iostream strstream
  availability availabilitymacros conditionalmacros macheaders macmemory macwindows quicktime targetconditionals
  copyfile crt_externs libproc malloc/malloc util/util kvm libutil devstat kstat procfs nlist sys/event
  sys/sysctl sys/kern_control sys/sys_domain sys/kern_event sys/extattr sys/ucred sys/loadavg sys/proc sys/proc_info
  sys/endian sys/byteorder sys/filio sys/sockio sys/systemcfg sys/atomic sys/mkdev sys/modctl sys/stropts sys/tihdr
  sys/isa_defs sys/swapctl sys/vmmeter sys/sched sys/spawn sys/clonefile sys/attr sys/cpuset sys/rtprio sys/thr
  sys/utime sys/locking sys/bsdtty sys/audioio sys/modem sys/lock sys/pstat sys/pset sys/processor sys/priv
  sys/zone sys/core sys/domain sys/limits sys/mntent sys/mnttab sys/vnode sys/umtx sys/mutex sys/timers sys/mtlock sys/conf sys/disk sys/dcmd_blk sys/audio sys/memrange sys/dkio
  sys/disklabel sys/agpio sys/consio sys/fbio sys/lk sys/rset sys/thread sys/var sys/device sys/audit stropts
`).map((name) => `${name}.h`);

/** Folders of headers, and families of names. */
const prefixes = words(`
  arpa/ asm/ asm-generic/ bits/ drm/ experimental/ ext/ inet/ gnu/ linux/ misc/ mtd/ net/ netash/ netatalk/ netax25/ neteconet/
  netinet/ netipx/ netiucv/ netpacket/ netrom/ netrose/ nfs/ protocols/ rdma/ rpcsvc/ sanitizer/ scsi/ sound/ tr1/ video/ xen/
  cpython/ internal/ numpy/ pybind11/
  accelerate/ agl/ appkit/ applicationservices/ audiotoolbox/ audiounit/ avfoundation/ availability/ carbon/ cfnetwork/ cocoa/
  coreaudio/ corefoundation/ coregraphics/ corelocation/ coremedia/ coremidi/ coreservices/ coretext/ corevideo/ dispatch/
  foundation/ forcefeedback/ imageio/ iobluetooth/ iokit/ iousbfamily/ javascriptcore/ libkern/ mach/ mach-o/ machine/ metal/
  opendirectory/ opengl/ os/ quartz/ quartzcore/ quicktime/ security/security security/sec
  servicemanagement/ systemconfiguration/ uikit/ vecLib/ xpc/
  android/ emscripten/ kernel/ vm/ uvm/ dev/usb/ ddk/ winrt/ wrl/ gdiplus
`);

const known: ReadonlySet<string> = new Set([...glibcSys, ...ofEveryBuild, ...ofOtherSystems].map(fold));
const knownPrefixes: readonly string[] = prefixes.map(fold);

function fold(name: string): string {
  return name.toLowerCase();
}

/** `name`: as included. Those without an ending and a folder are of the C++ library (`vector`). */
export function isKnownHeader(name: string): boolean {
  const folded = fold(name);
  if (!/[./]/.test(folded)) return true;
  if (/(intrin|^arm_\w+)\.h$/.test(folded)) return true;
  return known.has(folded) || knownPrefixes.some((prefix) => folded.startsWith(prefix));
}
