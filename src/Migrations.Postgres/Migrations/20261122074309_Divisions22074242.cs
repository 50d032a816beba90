using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
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
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    from_code = table.Column<long>(type: "bigint", nullable: false),
                    to_code = table.Column<long>(type: "bigint", nullable: false),
                    name_before = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name_after = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false)
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
