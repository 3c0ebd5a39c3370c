/** What a person must look at before a migration meets rows that matter: in their words, with the statement. */
export function findRisks(sql: string): string[] {
  const statements = sql
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim().replace(/\s+/g, ' '))
  return statements.flatMap((statement) =>
    risks
      .filter(({ pattern }) => clausesOf(statement).some((clause) => pattern.test(clause)))
      .map(({ advice }) => `${advice}\n    ${statement};`),
  )
}

/** One ALTER TABLE may change several columns, each with its own NOT NULL and DEFAULT. */
function clausesOf(statement: string): string[] {
  return statement.split(/, (?=(?:ADD|ALTER|DROP) COLUMN )/i)
}

const risks = [
  {
    pattern: /^DROP TABLE\b/i,
    advice: 'Deletes a table and its rows. For a new name, write ALTER TABLE … RENAME TO instead.',
  },
  {
    pattern: /\bDROP COLUMN\b/i,
    advice: 'Deletes a column and what is in it. For a new name, write ALTER TABLE … RENAME COLUMN instead.',
  },
  {
    pattern: /\bALTER COLUMN \S+ (SET DATA )?TYPE\b/i,
    advice: 'Changes a type. Add USING … when the old values need more than a cast.',
  },
  {
    pattern: /\bADD COLUMN (?!.*\bDEFAULT\b).*\bNOT NULL\b/i,
    advice: 'Fails when the table has rows. Add the column without NOT NULL, fill it with UPDATE, then SET NOT NULL.',
  },
  {
    pattern: /\bSET NOT NULL\b/i,
    advice: 'Fails when a row has no value. Fill those with UPDATE first.',
  },
  {
    pattern: /^CREATE UNIQUE INDEX\b/i,
    advice: 'Fails when rows share a value. On a table that is not new, settle those first.',
  },
  {
    pattern: /^(DROP TYPE|CREATE TYPE \S*_new)\b|\bDROP VALUE\b/i,
    advice: 'Takes values away from a type. Rows that have them must be changed first.',
  },
  {
    pattern: /"position" TEXT(?! COLLATE "C")/,
    advice: 'Positions are compared byte by byte: write TEXT COLLATE "C".',
  },
]
