ALTER TABLE "connection" RENAME COLUMN "has_refresh_token" TO "is_renewable";--> statement-breakpoint
DROP INDEX "connection_unused";--> statement-breakpoint
CREATE INDEX "connection_unused" ON "connection" USING btree ("issued_at") WHERE status = 'active' and is_renewable;