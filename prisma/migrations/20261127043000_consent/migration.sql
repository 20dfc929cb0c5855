-- AlterTable
ALTER TABLE "portal" ADD COLUMN     "askedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "grantedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[];
