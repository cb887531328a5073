CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "configuration" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"is_default" boolean NOT NULL,
	"external_id" text,
	"shared_settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"workflow_settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"meta" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connect_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"state_digest" "bytea" NOT NULL,
	"poll_key" text,
	"opener_origin" text,
	"account_type" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"install_options" jsonb NOT NULL,
	"state" "bytea",
	"status" text DEFAULT 'waiting' NOT NULL,
	"error" jsonb,
	"connection_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connect_session_state_digest_unique" UNIQUE("state_digest")
);
--> statement-breakpoint
CREATE TABLE "connected_user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"meta" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"account_type" text NOT NULL,
	"status" text NOT NULL,
	"reauth_reason" text,
	"external_id" text,
	"account_id" text,
	"account_label" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"credential" "bytea",
	"credential_version" integer DEFAULT 1 NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"has_refresh_token" boolean DEFAULT false NOT NULL,
	"refresh_failure_count" integer DEFAULT 0 NOT NULL,
	"refresh_forced_at" timestamp with time zone,
	"refresh_lease_id" uuid,
	"refresh_lease_until" timestamp with time zone,
	"refresh_started_at" timestamp with time zone,
	"choice" jsonb,
	"assembly_state" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "encryption_canary" (
	"key_id" text PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "integration" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"description" text,
	"overview" text,
	"accent_color" text,
	"client_id" text,
	"client_secret" "bytea",
	"scopes" text[],
	"account_types" text[],
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"inputs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "product_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"name" text NOT NULL,
	"allowed_origins" text[] DEFAULT '{}' NOT NULL,
	"wraps_rest_answers" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"public_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "configuration" ADD CONSTRAINT "configuration_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "configuration" ADD CONSTRAINT "configuration_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_session" ADD CONSTRAINT "connect_session_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_session" ADD CONSTRAINT "connect_session_user_id_connected_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."connected_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_session" ADD CONSTRAINT "connect_session_integration_id_integration_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integration"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connected_user" ADD CONSTRAINT "connected_user_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_user_id_connected_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."connected_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_integration_id_integration_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integration"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration" ADD CONSTRAINT "integration_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_project" ON "api_key" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "configuration_connection" ON "configuration" USING btree ("connection_id");--> statement-breakpoint
CREATE UNIQUE INDEX "configuration_default" ON "configuration" USING btree ("connection_id") WHERE is_default;--> statement-breakpoint
CREATE UNIQUE INDEX "configuration_external_id" ON "configuration" USING btree ("connection_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "connect_session_poll_key" ON "connect_session" USING btree ("user_id","poll_key");--> statement-breakpoint
CREATE INDEX "connect_session_expires_at" ON "connect_session" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "connected_user_external_id" ON "connected_user" USING btree ("project_id","external_id");--> statement-breakpoint
CREATE INDEX "connected_user_project" ON "connected_user" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "connected_user_search" ON "connected_user" USING btree ("project_id","external_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "connection_user" ON "connection" USING btree ("user_id","integration_id");--> statement-breakpoint
CREATE INDEX "connection_project" ON "connection" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "connection_status" ON "connection" USING btree ("project_id","status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_external_id" ON "connection" USING btree ("user_id","integration_id","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "connection_integration" ON "connection" USING btree ("integration_id");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_slug" ON "integration" USING btree ("project_id","slug");--> statement-breakpoint
CREATE UNIQUE INDEX "project_name" ON "project" USING btree ("product_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_key_fingerprint" ON "signing_key" USING btree ("project_id","fingerprint");