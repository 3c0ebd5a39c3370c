-- AlterTable
ALTER TABLE "sentence" ADD COLUMN     "split" JSONB;

-- What is on the board is merged into nothing: some came back without their merge being taken back.
UPDATE "sentence" SET "merge" = NULL WHERE "deletedAt" IS NULL AND "merge" IS NOT NULL;
