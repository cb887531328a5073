import { expect, test } from 'vitest'
import { Board } from './tasks.ts'

test('a task that moves goes to the end of its new column', () => {
  const board = new Board([
    { title: 'one', column: 'todo' },
    { title: 'two', column: 'doing' },
  ])
  const [first] = board.all()
  board.move(first?.id ?? '', 'doing')
  expect(board.all()).toStrictEqual([
    { id: 'task_2', title: 'two', column: 'doing' },
    { id: 'task_1', title: 'one', column: 'doing' },
  ])
})

test('tasks that are not there are neither moved nor removed', () => {
  const board = new Board([])
  expect(board.move('task_9', 'done')).toBeUndefined()
  expect(board.remove('task_9')).toBe(false)
})
