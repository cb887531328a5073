const OTHER_FOLDER = 'set TENON_DATA_DIR to a folder that this user may write to'

const fileFailures: Record<string, string> = {
  EACCES: `this user may not; ${OTHER_FOLDER}`,
  EPERM: `this user may not; ${OTHER_FOLDER}`,
  EROFS: `the file system is read-only; ${OTHER_FOLDER}`,
  ENOTDIR: `a file is where a folder is needed; ${OTHER_FOLDER}`,
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it does not exist',
}

/** Where these mean something else. */
const folderFailures: Record<string, string> = {
  EEXIST: `a file is where a folder is needed; ${OTHER_FOLDER}`,
  ENOENT: `no folder can be made there; ${OTHER_FOLDER}`,
}

/** One line that says what to do about a file or folder that cannot be used; `undefined` for other errors. */
export function describeFileError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', syscall, path } = error as NodeJS.ErrnoException
  const reason = (syscall === 'mkdir' ? folderFailures[code] : undefined) ?? fileFailures[code]
  return path && reason ? `Cannot ${syscall} ${path}: ${reason}` : undefined
}
