using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_cipher",
                table: "users",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "totp_pending_cipher",
                table: "users",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "totp_step",
                table: "users",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "sessions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "sessions",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "last_seen_at",
                table: "sessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "strong",
                table: "sessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ended_at",
                table: "role_assignments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "from",
                table: "role_assignments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "granted_by",
                table: "role_assignments",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "lent_by",
                table: "role_assignments",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "lent_from",
                table: "role_assignments",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pending",
                table: "role_assignments",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "role_assignments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "to",
                table: "role_assignments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    transports = table.Column<string>(type: "TEXT", nullable: false),
                    user_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    backup_eligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    backed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    attestation = table.Column<byte[]>(type: "BLOB", nullable: false),
                    client_data = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_codes", x => new { x.user_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "sign_in_tickets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    role = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_tickets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usage",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    actor = table.Column<byte[]>(type: "BLOB", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
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
