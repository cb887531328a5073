import { AppError, isPermitted, type Permission, type PermissionTarget } from '@tenon/core'
import type { UserContext } from '../context.ts'

/** @throws AppError `forbidden` when the user token does not allow this */
export function requirePermission(
  { permissions }: Pick<UserContext, 'permissions'>,
  permission: Permission,
  target: PermissionTarget,
): void {
  if (isPermitted(permissions, permission, target)) return
  const where = target.integration ? ` for ${target.integration}` : ''
  throw new AppError('forbidden', `This user token does not allow "${permission}"${where}`)
}
