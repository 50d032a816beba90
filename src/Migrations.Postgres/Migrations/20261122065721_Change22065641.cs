using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Change22065641 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "changes",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "compare",
                table: "imports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "decisions",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "differences_id",
                table: "imports",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "row_counts",
                table: "imports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "table",
                table: "imports",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "households");

            migrationBuilder.CreateTable(
                name: "import_mappings",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    table = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    signature = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_import_mappings", x => new { x.county, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ux_import_mappings_signature",
                table: "import_mappings",
                columns: new[] { "county", "signature" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_mappings");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "compare",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "decisions",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "differences_id",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "mapping",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "row_counts",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "table",
                table: "imports");
        }
    }
}
