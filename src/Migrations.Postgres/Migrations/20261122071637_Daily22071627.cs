using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Daily22071627 : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "keep",
                table: "files",
                type: "text",
                nullable: false,
                defaultValue: "ForEver");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "removed_at",
                table: "files",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "keep",
                table: "files");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "files");
        }
    }
}
