-- AlterTable
ALTER TABLE "job" ADD COLUMN     "count" INTEGER NOT NULL DEFAULT 1;

-- AlterTable: what was asked for as a draft until now was drawn as a final.
ALTER TABLE "take" ADD COLUMN     "pictureIndex" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "quality" "Quality" NOT NULL DEFAULT 'final';

-- DropIndex
DROP INDEX "take_jobId_idx";

-- CreateIndex: a job has made one take at most until now.
CREATE UNIQUE INDEX "take_jobId_pictureIndex_key" ON "take"("jobId", "pictureIndex");
