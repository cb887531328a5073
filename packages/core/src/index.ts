export { AppError, type AppErrorOptions, type ErrorBody, type ErrorCode, errorStatus } from './errors.ts'
