import type { TxCtx } from '#lib/live/transact.ts'

/**
 * A sum of what an import wrote for each sentence it made that is there: its words, prompts, place and cast. Another sum later
 * means that somebody has changed one of them; a picture, a lock or a job changes none.
 */
export async function readPrints(tx: TxCtx, versionId: string): Promise<{ id: string; print: string }[]> {
  return await tx.db.$queryRaw`
    select s.id, md5(jsonb_build_array(s.text, s.speaker, s."scriptText", s."imagePrompt", s."videoPrompt", s."sectionId", s.position,
      (select jsonb_agg(c."castMemberId" order by c."castMemberId") from sentence_cast c where c."sentenceId" = s.id))::text) as print
    from sentence s where s."scriptVersionId" = ${versionId}::uuid and s."deletedAt" is null`
}
