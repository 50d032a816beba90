using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Change22074954 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments");

            migrationBuilder.AddColumn<bool>(
                name: "must_change_password",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_cipher",
                table: "users",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_pending_cipher",
                table: "users",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "totp_step",
                table: "users",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "sessions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<bool>(
                name: "strong",
                table: "sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "role_assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "from",
                table: "role_assignments",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "granted_by",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lent_by",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lent_from",
                table: "role_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pending",
                table: "role_assignments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "role_assignments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "to",
                table: "role_assignments",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "text", nullable: false),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    attestation = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_data = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => new { x.user_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_tickets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usage",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage", x => new { x.county, x.actor, x.day, x.kind });
                });

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_lent_from",
                table: "role_assignments",
                column: "lent_from");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments",
                columns: new[] { "user_id", "role", "region" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_county_actor_name_seq",
                table: "audit",
                columns: new[] { "county", "actor_name", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_access_log_county_actor_name_seq",
                table: "access_log",
                columns: new[] { "county", "actor_name", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_passkeys_user_id",
                table: "passkeys",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_tickets_hash",
                table: "sign_in_tickets",
                column: "hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "passkeys");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "sign_in_tickets");

            migrationBuilder.DropTable(
                name: "usage");

            migrationBuilder.DropIndex(
                name: "IX_role_assignments_lent_from",
                table: "role_assignments");

            migrationBuilder.DropIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments");

            migrationBuilder.DropIndex(
                name: "IX_audit_county_actor_name_seq",
                table: "audit");

            migrationBuilder.DropIndex(
                name: "IX_access_log_county_actor_name_seq",
                table: "access_log");

            migrationBuilder.DropColumn(
                name: "must_change_password",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_cipher",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_pending_cipher",
                table: "users");

            migrationBuilder.DropColumn(
                name: "totp_step",
                table: "users");

            migrationBuilder.DropColumn(
                name: "address",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "device",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "strong",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "from",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "granted_by",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "lent_by",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "lent_from",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "pending",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "role_assignments");

            migrationBuilder.DropColumn(
                name: "to",
                table: "role_assignments");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignments_user_id_role_region",
                table: "role_assignments",
                columns: new[] { "user_id", "role", "region" },
                unique: true);
        }
    }
}
