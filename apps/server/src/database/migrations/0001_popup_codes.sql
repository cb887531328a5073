CREATE TABLE "popup_code" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"opener_origin" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "popup_code" ADD CONSTRAINT "popup_code_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "popup_code" ADD CONSTRAINT "popup_code_user_id_connected_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."connected_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "popup_code" ADD CONSTRAINT "popup_code_integration_id_integration_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integration"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "popup_code_expires_at" ON "popup_code" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "popup_code_user" ON "popup_code" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "popup_code_integration" ON "popup_code" USING btree ("integration_id");