import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { authorize } from './authorize.ts'
import { isAllowed, type Permission, permissions, type Role, roles, type Target } from './model.ts'
import { ensureOwner } from './owner.ts'

const studio = useStudio()

describe('permissions', () => {
  it.each<[Permission, string]>([
    ['project.see', 'owner admin editor reviewer viewer'],
    ['project.create', 'owner admin editor'],
    ['project.edit', 'owner admin editor'],
    ['project.delete', 'owner admin'],
    ['board.edit', 'owner admin editor'],
    ['picture.make', 'owner admin editor'],
    ['queue.manage', 'owner admin editor'],
    ['system.see', 'owner admin editor'],
  ])('%s is for %s', (permission, allowed) => {
    expect(roles.filter((role) => isAllowed(role, permission)).join(' ')).toBe(allowed)
  })

  it('are given to no role that may less than another that lacks them', () => {
    for (const permission of permissionNames()) {
      const given = roles.map((role) => isAllowed(role, permission))
      expect(given, permission).toEqual([...given].sort((a, b) => Number(b) - Number(a)))
    }
  })
})

describe('authorize', () => {
  it('says where the thing stands, whatever it is', async () => {
    for (const role of roles) {
      const { teamId, projectId, targets } = await everyTarget()
      for (const target of targets) {
        const grant = await authorize(studio.as(role), 'project.see', target)
        expect(grant).toEqual({ teamId, role, projectId: target.kind === 'team' ? '' : projectId })
      }
    }
  })

  it('tells no stranger what there is', async () => {
    const { targets } = await everyTarget()
    for (const target of targets) {
      const there = authorize(studio.stranger, 'project.see', target)
      await expect(there).rejects.toMatchObject({ code: 'NOT_FOUND', message: `There is no such ${target.kind}.` })
      const nowhere = authorize(studio.stranger, 'project.see', { ...target, id: newId() })
      await expect(nowhere).rejects.toMatchObject({ code: 'NOT_FOUND', message: `There is no such ${target.kind}.` })
    }
  })

  it('looks at the role of this moment', async () => {
    const { ctx, teamId } = studio
    const personId = newId()
    await ctx.db.person.create({ data: { id: personId, name: 'New' } })
    const newcomer = { ...ctx, actor: { personId } }
    const ask = () => authorize(newcomer, 'project.create', { kind: 'team', id: teamId })
    await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ctx.db.membership.create({ data: { teamId, personId, role: 'editor' } })
    expect(await ask()).toMatchObject({ role: 'editor' })
    await ctx.db.membership.update({ where: { teamId_personId: { teamId, personId } }, data: { role: 'viewer' } })
    await expect(ask()).rejects.toMatchObject({ code: 'FORBIDDEN', details: { permission: 'project.create' } })
    await ctx.db.membership.delete({ where: { teamId_personId: { teamId, personId } } })
    await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('ensureOwner makes one owner of one team, however many ask at once', async () => {
  const { db } = studio.database
  const before = [await db.team.count(), await db.person.count()]
  const owners = await Promise.all(Array.from({ length: 8 }, () => ensureOwner(db)))
  expect(new Set(owners.map((owner) => JSON.stringify(owner))).size).toBe(1)
  expect([await db.team.count(), await db.person.count()]).toEqual(before.map((count) => count + 1))
  const [owner] = owners
  const ctx = { ...studio.ctx, actor: { personId: owner?.personId ?? '' } }
  const grant = await authorize(ctx, 'project.delete', { kind: 'team', id: owner?.teamId ?? '' })
  expect(grant.role satisfies Role).toBe('owner')
})

async function everyTarget(): Promise<{ teamId: string; projectId: string; targets: Target[] }> {
  const { teamId } = studio
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'a')
  const member = await addCastMember(studio.ctx, { projectId, name: 'Nova' })
  const requestedById = studio.ctx.actor.personId
  const batch = await studio.ctx.db.batch.create({ data: { id: newId(), projectId, requestedById, total: 0 } })
  const targets: Target[] = [
    { kind: 'team', id: teamId },
    { kind: 'project', id: projectId },
    { kind: 'section', id: sectionId },
    { kind: 'sentence', id: row?.id ?? '' },
    { kind: 'cast', id: member.id },
    { kind: 'batch', id: batch.id },
  ]
  return { teamId, projectId, targets }
}

function permissionNames(): Permission[] {
  // Safe: the keys of a const object are exactly its names.
  return Object.keys(permissions) as Permission[]
}
