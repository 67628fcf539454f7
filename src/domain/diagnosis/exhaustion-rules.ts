import { outOfDisk, outOfMemory, tooManyProcesses } from './naming.ts';
import { cause, type Rule } from './rule.ts';

/** Something ran out. What fails shortly after it fails because of it, so these win over every cause near the end. */
export const exhaustionRules: readonly Rule[] = [
  cause(/No space left on device|Disk quota exceeded/, outOfDisk),
  cause(/^MemoryError\b|virtual memory exhausted|Cannot allocate memory|memory exhausted$/, outOfMemory),
  cause(/fatal error: Killed signal terminated program|^cc1\w*: out of memory|std::bad_alloc/, outOfMemory),
  cause(
    /internal compiler error: Killed|ld terminated with signal 9|LLVM ERROR: out of memory/i,
    outOfMemory,
  ),
  cause(
    /\(signal: 9, SIGKILL: kill\)|died with <Signals\.SIGKILL: 9>|failed with exit code -9\b/,
    outOfMemory,
  ),
  cause(/^(?:make(?:\[\d+\])?: \*\*\* .{0,300} )?Killed$|JavaScript heap out of memory/, outOfMemory),
  cause(/\bmemory allocation of \d+ bytes failed|java\.lang\.OutOfMemoryError/, outOfMemory),
  cause(/\bv?fork\b.{0,40}: Resource temporarily unavailable|can't start new thread/, tooManyProcesses),
  cause(/BlockingIOError: \[Errno 11\] Resource temporarily unavailable/, tooManyProcesses),
  cause(
    /pthread_create failed|failed to spawn thread.{0,80}Resource temporarily unavailable/,
    tooManyProcesses,
  ),
];
