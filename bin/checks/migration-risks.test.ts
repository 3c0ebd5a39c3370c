import { describe, expect, it } from 'vitest'
import { findRisks } from './migration-risks.ts'

describe('findRisks', () => {
  it.each([
    ['DROP TABLE "project";', /Deletes a table/],
    ['ALTER TABLE "project" DROP COLUMN "name",\nADD COLUMN "title" TEXT;', /Deletes a column/],
    ['ALTER TABLE "project" ALTER COLUMN "version" SET DATA TYPE BIGINT;', /Changes a type/],
    ['ALTER TABLE "project" ADD COLUMN     "look" TEXT NOT NULL;', /Fails when the table has rows/],
    [
      'ALTER TABLE "p" ADD COLUMN "a" DECIMAL(20,0) NOT NULL,\nADD COLUMN "b" TEXT DEFAULT 1;',
      /Fails when the table has rows/,
    ],
    ['ALTER TABLE "project" ALTER COLUMN "look" SET NOT NULL;', /no value/],
    ['CREATE UNIQUE INDEX "project_name_key" ON "project"("name");', /share a value/],
    ['CREATE TYPE "Role_new" AS ENUM (\'owner\');', /Takes values away/],
    ['CREATE TABLE "part" (\n  "position" TEXT NOT NULL\n);', /COLLATE "C"/],
  ])('finds %s', (sql, advice) => {
    expect(findRisks(`-- AlterTable\n${sql}`)).toEqual([expect.stringMatching(advice)])
  })

  it.each([
    'CREATE TABLE "part" ("id" UUID NOT NULL, "position" TEXT COLLATE "C" NOT NULL);',
    'ALTER TABLE "project" ADD COLUMN "look" TEXT NOT NULL DEFAULT \'\';',
    'ALTER TABLE "project" ADD COLUMN "look" TEXT;',
    '-- DROP TABLE "project";',
  ])('is content with %s', (sql) => {
    expect(findRisks(sql)).toEqual([])
  })
})
