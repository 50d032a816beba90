using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Change22095616 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "granted",
                table: "region_changes",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "undone_by",
                table: "region_changes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "known_at",
                table: "rankings",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "granted",
                table: "region_changes");

            migrationBuilder.DropColumn(
                name: "undone_by",
                table: "region_changes");

            migrationBuilder.DropColumn(
                name: "known_at",
                table: "rankings");
        }
    }
}
