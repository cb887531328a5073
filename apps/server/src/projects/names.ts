import { z } from 'zod'

/** What people call a product, a project or a key. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not have control characters')
