using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fuyao.Migrations.Sqlite.Migrations
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
                type: "TEXT",
                nullable: false,
                defaultValue: "ForEver");

            migrationBuilder.AddColumn<long>(
                name: "removed_at",
                table: "files",
                type: "INTEGER",
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
