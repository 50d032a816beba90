using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
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
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "undone_by",
                table: "region_changes",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "known_at",
                table: "rankings",
                type: "INTEGER",
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
