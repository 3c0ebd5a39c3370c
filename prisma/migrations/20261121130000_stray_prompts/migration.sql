-- CreateTable
CREATE TABLE "stray_prompt" (
    "promptId" UUID NOT NULL,
    "nodeUrl" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stray_prompt_pkey" PRIMARY KEY ("promptId")
);

-- CreateIndex
CREATE INDEX "stray_prompt_nodeUrl_idx" ON "stray_prompt"("nodeUrl");
