using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Change22070433 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "ranking_lines",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_rank",
                table: "ranking_lines",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_tied",
                table: "ranking_lines",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "quotas",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    households = table.Column<int>(type: "INTEGER", nullable: true),
                    set_by = table.Column<string>(type: "TEXT", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    replaced_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quotas", x => new { x.county, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_quotas_place",
                table: "quotas",
                columns: new[] { "county", "year", "region", "category" });

            migrationBuilder.CreateIndex(
                name: "ux_quotas_now",
                table: "quotas",
                columns: new[] { "county", "year", "region", "category" },
                unique: true,
                filter: "replaced_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "quotas");

            migrationBuilder.DropColumn(
                name: "category",
                table: "ranking_lines");

            migrationBuilder.DropColumn(
                name: "category_rank",
                table: "ranking_lines");

            migrationBuilder.DropColumn(
                name: "category_tied",
                table: "ranking_lines");
        }
    }
}
