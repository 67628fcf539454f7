/**
 * Names of CPython's C API and when they came and went, for compilers name them when an extension is of another age than
 * the Python it is built for. Sources: "What's New in Python", C API changes, 3.0 to 3.14.
 */

type Change = { readonly python: string; readonly names: RegExp };

/** Gone, or hidden, since that Python. The first row that fits holds. */
const removed: readonly Change[] = [
  {
    python: '3',
    names:
      /\b(?:PyString_\w+|PyInt_\w+|Py_InitModule[34]?\w*|PyCObject_\w+|PyClass_\w+|PyInstance_\w+|PyFile_(?:AsFile|FromFile|Check)|staticforward|statichere|Py_TPFLAGS_HAVE_(?:ITER|CLASS|RICHCOMPARE|WEAKREFS)|nb_(?:divide|long|oct|hex|coerce|nonzero))\b/,
  },
  { python: '3.7', names: /PyThreadState.{0,60}\bexc_(?:type|value|traceback)\b/ },
  { python: '3.9', names: /\b(?:tp_print|PyEval_ReInitThreads|_Py_CheckRecursionLimit)\b/ },
  {
    python: '3.10',
    names: /\b(?:_Py_HashDouble|PyParser_\w+|PyNode_\w+|PyOS_AfterFork|_PyUnicode_Name_CAPI|PyArena_\w+)\b/,
  },
  {
    python: '3.11',
    names:
      /\b(?:longintrepr\.h|PyFrameObject|_frame|PyThreadState.{0,40}(?:frame|recursion_depth|use_tracing)|co_(?:code|varnames|cellvars|freevars|lnotab)|f_(?:code|lasti|localsplus|valuestack|stacktop|blockstack|lineno)|_PyErr_StackItem|_PyGen_\w+|PyCode_New)\b/,
  },
  {
    python: '3.12',
    names:
      /\b(?:PyUnicode_(?:GET_SIZE|GET_DATA_SIZE|AS_UNICODE|AS_DATA|AsUnicode\w*|FromUnicode|GetSize|WCHAR_KIND|Encode\w*|TransformDecimalToASCII)|Py_UNICODE\w*|ob_digit|curexc_\w+|wstr_length|Py_DebugFlag)\b/,
  },
  {
    python: '3.13',
    names:
      /\b(?:PyEval_Call\w+|PyCFunction_Call|_PyLong_AsByteArray|_PyLong_(?:New|FromByteArray)|_PyThreadState_UncheckedGet|_PyUnicode_FastCopyCharacters|_PyObject_NextNotImplemented|_PyInterpreterState_\w+|_PyArg_\w+|_PyDict_\w+|_PyObject_\w+|_PyUnicodeWriter\w*|_PyBytesWriter\w*|_PyImport_\w+|_PySys_\w+|_PyTime_\w+|_Py_(?:Identifier|IDENTIFIER|HashPointer|HashBytes|ForgetReference)|PySys_AddWarnOption|_PyErr_ChainExceptions|_PyType_Lookup|_PySet_\w+|_PyList_Extend|PyTrashcan_\w+|Py_TRASHCAN_SAFE_\w+)\b/,
  },
  {
    python: '3.14',
    names: /\b(?:_PyLong_Sign|_PyLong_NumBits|_PyDateTime_\w+|Py_OptimizeFlag|PyUnicode_InternImmortal)\b/,
  },
];

/** There since that Python. */
const added: readonly Change[] = [
  {
    python: '3.9',
    names:
      /\b(?:PyObject_CallOneArg|PyObject_CallNoArgs|PyObject_Vectorcall|PyModule_AddType|PyType_FromModuleAndSpec|PyType_GetModuleState|Py_SET_(?:TYPE|SIZE|REFCNT)|PyFrame_GetCode)\b/,
  },
  {
    python: '3.10',
    names:
      /\b(?:Py_NewRef|Py_XNewRef|PyModule_AddObjectRef|PyIter_Send|Py_TPFLAGS_DISALLOW_INSTANTIATION|Py_TPFLAGS_IMMUTABLETYPE|Py_Is(?:None|True|False)?|PyType_GetSlot)\b/,
  },
  {
    python: '3.11',
    names:
      /\b(?:PyType_GetModuleByDef|PyType_GetName|PyType_GetQualName|PyFloat_Pack[248]|PyFrame_GetLasti|PyErr_GetHandledException)\b/,
  },
  {
    python: '3.12',
    names:
      /\b(?:PyErr_GetRaisedException|PyErr_SetRaisedException|PyUnstable_\w+|Py_MOD_PER_INTERPRETER_GIL_SUPPORTED|Py_mod_multiple_interpreters|Py_TPFLAGS_ITEMS_AT_END|PyType_FromMetaclass)\b/,
  },
  {
    python: '3.13',
    names:
      /\b(?:PyDict_GetItemRef|PyDict_GetItemStringRef|PyList_GetItemRef|PyWeakref_GetRef|PyObject_GetOptionalAttr\w*|PyMutex\w*|Py_mod_gil|PyLong_AsInt|PyModule_Add|PyImport_AddModuleRef|PyEval_GetFrameLocals|Py_BEGIN_CRITICAL_SECTION\w*)\b/,
  },
  {
    python: '3.14',
    names:
      /\b(?:PyUnicodeWriter_\w+|PyLong_(?:Export|GetSign|AsInt32|AsInt64|IsPositive|IsNegative)|PyIter_NextItem|PyConfig_Get\w*|Py_PACK_VERSION)\b/,
  },
];

/** What a compiler says of a name that it does not know, or that is not what it was. */
const complaint =
  /No such file or directory|file not found|implicit declaration|has no member named|no member named|undeclared|not declared|use of undeclared|unknown type name|incomplete (?:typedef|type)|incomplete definition|too (?:few|many) arguments|incompatible type|does not name a type|lvalue required|expression is not assignable|was not declared|undefined (?:reference|symbol)|redefinition of|conflicting types|no matching function/;

/** Private names come and go without notice; nobody but CPython begins one so. */
const unknownPrivateName =
  /(?:implicit declaration of function|undeclared function|not declared).{0,4}['‘`]?_Py[A-Z]\w+|['‘`]_Py[A-Z]\w+['’`] (?:undeclared|was not declared)/;

/** `before`: works below that Python alone, null where nobody noted it; `since`: from it on. Null: no matter of Python's age. */
export function ageOfApi(
  said: string,
): { readonly before: string | null } | { readonly since: string } | null {
  // What a compiler guesses is a name that it does know.
  const message = said.replace(/[;,.] did you mean .*/, '');
  if (!complaint.test(message)) return null;
  const since = added.find(({ names }) => names.test(message));
  if (since !== undefined) return { since: since.python };
  const before = removed.find(({ names }) => names.test(message));
  if (before !== undefined) return { before: before.python };
  return unknownPrivateName.test(message) ? { before: null } : null;
}
