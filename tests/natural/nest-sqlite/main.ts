import 'reflect-metadata';
import {
  BadRequestException,
  Body,
  CanActivate,
  Controller,
  Delete,
  ExecutionContext,
  Get,
  Injectable,
  Module,
  Param,
  Post,
  Put,
  Query,
  Req,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CreateLeadDto, ListLeadsDto, UpdateLeadDto } from './lead.dto';
import { LeadsService } from './leads.service';

@Injectable()
class ApiKeyGuard implements CanActivate {
  constructor(private readonly leads: LeadsService) {}

  canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    const header: string | undefined = request.headers.authorization;
    if (!header) this.refuse('Missing authorization header', 'MISSING_AUTH_HEADER');
    const [type, token] = header!.split(' ');
    if (type !== 'Bearer' || !token) {
      this.refuse('Malformed authorization header. Expected format: Bearer <token>', 'MALFORMED_AUTH_HEADER');
    }
    request.workspaceId = this.leads.workspaceOfKey(token);
    if (!request.workspaceId) this.refuse('Invalid API key', 'INVALID_API_KEY');
    return true;
  }

  private refuse(error: string, code: string): never {
    throw new UnauthorizedException({ success: false, error, code });
  }
}

@Controller('api/v1')
@UseGuards(ApiKeyGuard)
class LeadsController {
  constructor(private readonly leads: LeadsService) {}

  @Get('leads')
  list(@Req() request: any, @Query() query: ListLeadsDto) {
    return { success: true, data: this.leads.findAll(request.workspaceId, query) };
  }

  @Get('leads/:leadId')
  get(@Req() request: any, @Param('leadId') leadId: string) {
    return { success: true, data: this.leads.findOne(request.workspaceId, leadId) };
  }

  @Post('chatbots/:chatbotId/leads')
  create(@Req() request: any, @Param('chatbotId') chatbotId: string, @Body() dto: CreateLeadDto) {
    return { success: true, data: this.leads.create(request.workspaceId, chatbotId, dto) };
  }

  @Put('leads/:leadId')
  update(@Req() request: any, @Param('leadId') leadId: string, @Body() dto: UpdateLeadDto) {
    return { success: true, data: this.leads.update(request.workspaceId, leadId, dto) };
  }

  @Delete('leads/:leadId')
  remove(@Req() request: any, @Param('leadId') leadId: string) {
    const data = this.leads.remove(request.workspaceId, leadId);
    return { success: true, message: 'Lead deleted successfully', data };
  }
}

@Module({ controllers: [LeadsController], providers: [LeadsService] })
class AppModule {}

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: ([{ property, value, constraints }]) =>
        new BadRequestException({
          success: false,
          error: 'Validation failed',
          code: 'VALIDATION_ERROR',
          details: { field: property, value, message: Object.values(constraints ?? {})[0] },
        }),
    }),
  );
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

bootstrap();
