-- Compared byte by byte, as positions are.
ALTER TABLE "take" ADD COLUMN     "ingredients" TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What the takes that are there were made with.
UPDATE "take" SET "ingredients" = left((
  SELECT string_agg(DISTINCT line COLLATE "C", E'\n' ORDER BY line COLLATE "C") FROM (
    SELECT 'workflow ' || "workflow" AS line
    UNION ALL
    SELECT 'lora ' || (name #>> '{}') FROM jsonb_path_query("recipe", 'lax $.loras[*].name') name
    UNION ALL
    SELECT 'lora ' || (name #>> '{}') FROM jsonb_path_query("recipe", 'lax $.cast[*].loras[*].name') name
    UNION ALL
    SELECT CASE WHEN found[1] LIKE 'lora%' THEN 'lora ' ELSE 'model ' END || replace(found[2], '\\', '\')
    FROM regexp_matches(
      "graph", '"(\w+)"\s*:\s*"([^"]+\.(?:safetensors|sft|ckpt|pt|pth|bin|gguf|onnx|pkl))"', 'gi'
    ) found
  ) named
), 600);

-- Which ways of making there are, and which sentences have takes made so; and seeds by their first digits.
CREATE INDEX "take_ingredients_idx" ON "take"("projectId", "ingredients", "sentenceId")
  WHERE "deletedAt" IS NULL AND "sentenceId" IS NOT NULL;
CREATE INDEX "take_seed_idx" ON "take"("projectId", ("seed"::text) COLLATE "C")
  WHERE "deletedAt" IS NULL AND "sentenceId" IS NOT NULL;
