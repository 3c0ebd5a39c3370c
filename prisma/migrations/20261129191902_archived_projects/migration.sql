-- AlterTable
ALTER TABLE "project" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3);
