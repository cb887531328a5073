CREATE TABLE "server_settings" (
	"id" integer PRIMARY KEY NOT NULL,
	"public_url" text NOT NULL,
	"outbound_allow" text[] NOT NULL
);
