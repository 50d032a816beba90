using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
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
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_rank",
                table: "ranking_lines",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "category_tied",
                table: "ranking_lines",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "quotas",
                columns: table => new
                {
                    county = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    category = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    households = table.Column<int>(type: "integer", nullable: true),
                    set_by = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    replaced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
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
