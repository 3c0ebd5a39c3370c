-- AlterTable
ALTER TABLE "section" ADD COLUMN     "scriptTitle" TEXT;

-- AlterTable
ALTER TABLE "sentence" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "scriptText" TEXT,
ADD COLUMN     "scriptVersionId" UUID,
ADD COLUMN     "speaker" TEXT;

-- CreateTable
CREATE TABLE "script_version" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "script_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "script_version_projectId_number_key" ON "script_version"("projectId", "number");

-- CreateIndex
CREATE INDEX "sentence_scriptVersionId_idx" ON "sentence"("scriptVersionId");

-- AddForeignKey
ALTER TABLE "sentence" ADD CONSTRAINT "sentence_scriptVersionId_fkey" FOREIGN KEY ("scriptVersionId") REFERENCES "script_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "script_version" ADD CONSTRAINT "script_version_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "script_version" ADD CONSTRAINT "script_version_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
