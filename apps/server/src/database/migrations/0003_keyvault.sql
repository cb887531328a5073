CREATE TABLE "keyvault_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"client_id" text,
	"value" "bytea",
	"is_sealed_as_integration" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "can_reveal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "integration" ADD COLUMN "keyvault_entry_id" uuid;--> statement-breakpoint
ALTER TABLE "keyvault_entry" ADD CONSTRAINT "keyvault_entry_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "keyvault_entry_name" ON "keyvault_entry" USING btree ("project_id","name");--> statement-breakpoint
ALTER TABLE "integration" ADD CONSTRAINT "integration_keyvault_entry_id_keyvault_entry_id_fk" FOREIGN KEY ("keyvault_entry_id") REFERENCES "public"."keyvault_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "integration_keyvault_entry" ON "integration" USING btree ("keyvault_entry_id");--> statement-breakpoint
INSERT INTO "keyvault_entry" ("id", "project_id", "name", "kind", "client_id", "value", "is_sealed_as_integration", "created_at", "updated_at")
	SELECT "id", "project_id", "slug", 'oauth_client', "client_id", "client_secret", "client_secret" IS NOT NULL, "created_at", "updated_at"
	FROM "integration" WHERE "client_id" IS NOT NULL OR "client_secret" IS NOT NULL;--> statement-breakpoint
UPDATE "integration" SET "keyvault_entry_id" = "id" WHERE "client_id" IS NOT NULL OR "client_secret" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "integration" DROP COLUMN "client_id";--> statement-breakpoint
ALTER TABLE "integration" DROP COLUMN "client_secret";