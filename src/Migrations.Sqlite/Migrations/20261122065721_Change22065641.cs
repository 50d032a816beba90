using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "compare",
                table: "imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "decisions",
                table: "imports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "differences_id",
                table: "imports",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mapping",
                table: "imports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "row_counts",
                table: "imports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "table",
                table: "imports",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "households");

            migrationBuilder.CreateTable(
                name: "import_mappings",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    table = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    signature = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
