using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Divisions22074242 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "region_changes",
                columns: table => new
                {
                    county = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    from_code = table.Column<long>(type: "INTEGER", nullable: false),
                    to_code = table.Column<long>(type: "INTEGER", nullable: false),
                    name_before = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name_after = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    change_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_region_changes", x => new { x.county, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_region_changes_from",
                table: "region_changes",
                columns: new[] { "county", "from_code" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "region_changes");
        }
    }
}
