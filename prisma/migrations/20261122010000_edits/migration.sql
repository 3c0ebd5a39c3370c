-- AlterTable
ALTER TABLE "sentence" ADD COLUMN     "editedById" UUID,
ADD COLUMN     "merge" JSONB;

-- CreateTable
CREATE TABLE "edit_receipt" (
    "id" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "edit_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "edit_receipt_createdAt_idx" ON "edit_receipt"("createdAt");

-- AddForeignKey
ALTER TABLE "sentence" ADD CONSTRAINT "sentence_editedById_fkey" FOREIGN KEY ("editedById") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Which sentences have a favourite: few takes are one, and the board asks for all of them.
CREATE INDEX "take_favourite_idx" ON "take"("projectId", "sentenceId") WHERE "favourite" AND "deletedAt" IS NULL;
